package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a record by its number.
 *
 * @param record the record
 * @param policyHash hash of the policies that its run had in force then; null where the journal does not say
 */
record RecordSearch(JournalRecord record, @Nullable String policyHash) {

    /**
     * The record of that number, from the folder's own journal before those of further JVMs below it.
     *
     * @throws CommandFailure if there is none, or several below
     */
    static RecordSearch find(Path folder, long sequence) throws AuditException {
        Map<Long, String> hashes = new HashMap<>();
        List<RecordSearch> below = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                String hash = record.kind().equals("policy_rejected") ? null : record.policyHash();
                if (hash != null) {
                    hashes.put(record.run(), hash);
                }
                if (record.sequence() == sequence) {
                    RecordSearch found = new RecordSearch(record, hashes.get(record.run()));
                    if (record.journal().isEmpty()) {
                        return found;
                    }
                    below.add(found);
                }
            }
        }
        if (below.size() == 1) {
            return below.get(0);
        }
        if (below.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.UNUSABLE,
                    folder + " holds no record of sequence " + sequence
                            + "; see: java -jar remit.jar audit print --verdict deny " + folder);
        }
        List<String> journals =
                below.stream().map(found -> found.record().journal()).toList();
        throw new CommandFailure(
                ExitStatus.UNUSABLE,
                folder + " holds several records of sequence " + sequence + "; give one of the folders "
                        + String.join(", ", journals) + " below it");
    }
}
