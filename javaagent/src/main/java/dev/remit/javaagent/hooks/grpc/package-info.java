/** gRPC's client: each call of a channel, whichever kind of stub makes it. */
@NullMarked
package dev.remit.javaagent.hooks.grpc;

import org.jspecify.annotations.NullMarked;
