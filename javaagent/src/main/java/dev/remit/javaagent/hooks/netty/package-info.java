/** Netty's sockets, those of its native transports too, which the JDK knows nothing of. */
@NullMarked
package dev.remit.javaagent.hooks.netty;

import org.jspecify.annotations.NullMarked;
