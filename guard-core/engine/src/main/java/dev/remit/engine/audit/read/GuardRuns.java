package dev.remit.engine.audit.read;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.ring.RingFile;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The starts of guarded JVMs that a journal folder tells of. Immutable.
 *
 * @param runs the latest first
 * @param warnings what could not be read, in words
 */
public record GuardRuns(List<GuardRun> runs, List<String> warnings) {
    public GuardRuns {
        runs = List.copyOf(runs);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a whole journal, and those of further JVMs below it. Changes nothing.
     *
     * @throws AuditException if the folder is none, or holds no journal, or can't be read
     */
    public static GuardRuns read(Path folder) throws AuditException {
        // Asked before the records are read: a JVM that ends meanwhile has said so in them.
        Map<String, GuardRun> runs = running(folder.toFile());
        List<String> warnings = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(folder)) {
            long damaged = 0;
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                if (record.whole()) {
                    of(runs, record.journal(), record.run()).add(record);
                } else {
                    damaged++;
                }
            }
            warnings.addAll(reader.warnings());
            if (damaged > 0) {
                warnings.add(folder + ": " + damaged + " damaged; 'audit print' shows which records");
            }
        }
        List<GuardRun> latestFirst = new ArrayList<>(runs.values());
        latestFirst.sort(Comparator.comparingLong(GuardRun::run).reversed());
        return new GuardRuns(latestFirst, warnings);
    }

    private static Map<String, GuardRun> running(File folder) throws AuditException {
        Map<String, GuardRun> runs = new HashMap<>();
        for (File journal : JournalFolder.journals(folder)) {
            addRunning(journal, JournalFolder.name(journal, folder), runs);
        }
        return runs;
    }

    /** Whoever has the folder locked made its latest ring, before anything else. */
    private static void addRunning(File folder, String journal, Map<String, GuardRun> runs) throws AuditException {
        List<File> rings = RingFile.in(folder);
        if (!rings.isEmpty() && JournalFolder.isInUse(folder)) {
            long run = RingFile.runId(rings.get(rings.size() - 1).getName());
            of(runs, journal, run).running();
        }
    }

    private static GuardRun of(Map<String, GuardRun> runs, String journal, long run) {
        return runs.computeIfAbsent(journal + '/' + run, key -> new GuardRun(journal, run));
    }
}
