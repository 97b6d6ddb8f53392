/** The journal on disk: its folder and lock, the appender and the thread that drains rings into it. Used inside {@code audit} only. */
@NullMarked
package dev.remit.engine.audit.journal;

import org.jspecify.annotations.NullMarked;
