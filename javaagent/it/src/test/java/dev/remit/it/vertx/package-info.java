/** Vert.x' HTTP client, its WebSockets and its WebClient under the flag. */
package dev.remit.it.vertx;
