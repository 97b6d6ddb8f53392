/** OkHttp 3.14, 4 and 5: each request that leaves a client, synchronous, asynchronous or a WebSocket's; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.okhttp;

import org.jspecify.annotations.NullMarked;
