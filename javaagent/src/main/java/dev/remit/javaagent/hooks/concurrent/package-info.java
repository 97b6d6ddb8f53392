/** The JDK's own ways of handing work over: an AI agent's work goes on where its tasks, futures and threads run. */
@NullMarked
package dev.remit.javaagent.hooks.concurrent;

import org.jspecify.annotations.NullMarked;
