/** The binary form of a record: its descriptor, the encoder that runs on callers' threads and the decoder. Used inside {@code audit} only. */
@NullMarked
package dev.remit.engine.audit.record;

import org.jspecify.annotations.NullMarked;
