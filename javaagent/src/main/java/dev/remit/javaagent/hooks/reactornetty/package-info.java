/** Reactor Netty's HTTP client, and Spring's WebClient over it; each hop of a redirect. */
@NullMarked
package dev.remit.javaagent.hooks.reactornetty;

import org.jspecify.annotations.NullMarked;
