/** The ring file: creation, hand-over by many threads, draining, and the scan after a kill. Used inside {@code audit} only. */
@NullMarked
package dev.remit.engine.audit.ring;

import org.jspecify.annotations.NullMarked;
