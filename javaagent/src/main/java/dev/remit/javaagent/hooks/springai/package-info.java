/** Spring AI: tool callbacks, whatever executes them, and chat clients, blocking and streaming. */
@NullMarked
package dev.remit.javaagent.hooks.springai;

import org.jspecify.annotations.NullMarked;
