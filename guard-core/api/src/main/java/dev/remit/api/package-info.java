/**
 * What application code may call. No dependency at all; without the javaagent every call is a no-op. Tasks, labels and
 * approvals will be asked for here.
 */
@NullMarked
package dev.remit.api;

import org.jspecify.annotations.NullMarked;
