/** Vert.x' HTTP client, over HTTP/1.1 and HTTP/2, its WebSockets and its WebClient; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.vertx;

import org.jspecify.annotations.NullMarked;
