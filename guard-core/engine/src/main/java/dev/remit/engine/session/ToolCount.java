package dev.remit.engine.session;

import java.util.concurrent.atomic.AtomicLong;

/** What a session has done with one tool. Thread-safe. */
final class ToolCount {
    /** Its calls that were let through, those in flight too. */
    final AtomicLong calls = new AtomicLong();

    /** How often in a row it was refused. */
    final AtomicLong denials = new AtomicLong();
}
