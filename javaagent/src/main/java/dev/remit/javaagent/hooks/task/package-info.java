/** Tasks without a change to the application, or with an annotation alone: methods whose calls are one. */
@NullMarked
package dev.remit.javaagent.hooks.task;

import org.jspecify.annotations.NullMarked;
