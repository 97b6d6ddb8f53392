/** java.net.http.HttpClient, synchronous, asynchronous, HTTP/2, WebSocket; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.jdkhttp;

import org.jspecify.annotations.NullMarked;
