package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds a record by its number.
 *
 * @param record the record
 * @param run what the journal says of the record's run, up to it
 */
record RecordSearch(JournalRecord record, GuardRun run) {

    /**
     * The record of that number, from the folder's own journal before those of further JVMs below it.
     *
     * @throws CommandFailure if there is none, or several below
     */
    static RecordSearch find(Path folder, long sequence) throws AuditException {
        Map<RunName, GuardRun> runs = new HashMap<>();
        List<RecordSearch> below = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                RunName name = new RunName(record.journal(), record.run());
                GuardRun run = runs.get(name);
                if (run == null) {
                    run = new GuardRun(record.journal(), record.run());
                    runs.put(name, run);
                }
                run.add(record);
                if (record.sequence() == sequence) {
                    RecordSearch found = new RecordSearch(record, run);
                    if (record.journal().isEmpty()) {
                        return found;
                    }
                    below.add(found);
                    // What comes behind it is not known at its time.
                    runs.remove(name);
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

    /** Gives the records of a journal from the first on, until no more are asked for. */
    static void read(Path folder, Predicate<JournalRecord> goesOn) throws AuditException {
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                if (!goesOn.test(record)) {
                    return;
                }
            }
        }
    }

    private record RunName(String journal, long run) {}
}
