/** Sockets, channels and datagrams under the flag. */
package dev.remit.it.connect;
