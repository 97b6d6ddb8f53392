/** The floor below every network client: sockets, channels and datagrams of the JDK. */
@NullMarked
package dev.remit.javaagent.hooks.connect;

import org.jspecify.annotations.NullMarked;
