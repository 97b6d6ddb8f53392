package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.read.JournalRecord;

/** A call or prompt among those of several JVMs. */
record CallKey(String journal, long run, long call) {
    static CallKey of(JournalRecord record) {
        return new CallKey(record.journal(), record.run(), record.call());
    }

    static CallKey parentOf(JournalRecord record) {
        return new CallKey(record.journal(), record.run(), record.parent());
    }
}
