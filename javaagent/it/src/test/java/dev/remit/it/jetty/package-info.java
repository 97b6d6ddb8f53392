/** Jetty's HTTP client and its WebSockets under the flag. */
package dev.remit.it.jetty;
