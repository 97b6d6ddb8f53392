/** Reactor Netty, and Spring's WebClient over it, under the flag. */
package dev.remit.it.reactornetty;
