/** Netty's sockets under the flag. */
package dev.remit.it.netty;
