package dev.remit.engine.policy.explain;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalRecord;
import java.util.function.Predicate;

/** A journal that can be read once more, for decisions that depend on what was done before. */
@FunctionalInterface
public interface EarlierRecords {
    /**
     * Gives each record, in the journal's order.
     *
     * @param goesOn takes a record; false if it needs no more
     * @throws AuditException if the journal can't be read
     */
    void read(Predicate<JournalRecord> goesOn) throws AuditException;
}
