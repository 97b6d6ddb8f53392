/**
 * What application code may call. No dependency at all; without the javaagent every call is a no-op. Tasks, labels, grants
 * and AI agents of no framework.
 */
@NullMarked
package dev.remit.api;

import org.jspecify.annotations.NullMarked;
