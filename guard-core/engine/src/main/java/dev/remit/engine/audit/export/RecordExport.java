package dev.remit.engine.audit.export;

import dev.remit.engine.audit.read.JournalRecord;
import java.io.IOException;

/** Writes records one after the other. Every record of a journal is shown to it in order, wanted or not. One thread at a time. */
public interface RecordExport {
    /** Writes a record. */
    void write(JournalRecord record) throws IOException;

    /** Passes over a record; what it says may be needed to write later ones. */
    default void skip(JournalRecord record) {}
}
