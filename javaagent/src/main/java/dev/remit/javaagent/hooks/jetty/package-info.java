/** Jetty's HTTP client, over HTTP/1.1 and HTTP/2, and its WebSockets; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.jetty;

import org.jspecify.annotations.NullMarked;
