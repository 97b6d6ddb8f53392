package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import dev.remit.engine.audit.verify.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** Records while its drain's thread finds no memory, at another {@linkplain FaultPoints point} each time. Loaded, with the guard, by a {@link FaultLoader}. */
public final class FaultDrains implements BiFunction<Path, Integer, Map<String, List<String>>> {
    /** By then a checkpoint was signed, or would have been. */
    private static final long QUIET_NS = 1_300_000_000L;

    private static final long LONGEST_NS = 60_000_000_000L;

    private final List<String> problems = new ArrayList<>();

    @Override
    public Map<String, List<String>> apply(Path folder, Integer pass) {
        try {
            return record(folder, pass);
        } catch (Exception e) {
            throw new LinkageError("the test itself", e);
        }
    }

    private Map<String, List<String>> record(Path folder, int pass) throws Exception {
        final Thread[] drain = new Thread[1];
        final ThreadFactory threads = work -> drain[0] = new JournalThreads().newThread(work);
        final AuditSettings settings = new AuditSettings(folder.resolve("audit").toFile(), 1 << 20, 4096, 0, 10_000);
        final Recorder recorder = Recorder.prepare(settings, threads);
        recorder.secrets().learn("db", "hunter2-hunter2");
        recorder.start();
        final List<Long> taken = new ArrayList<>();
        long call = 0;
        for (int i = 0; i < 100; i++) {
            taken.add(offer(recorder, ++call));
        }
        while (!drained(recorder, settings)) {
            Thread.sleep(1);
        }
        FaultPoints.armEach(drain[0], pass, () -> new OutOfMemoryError("injected"));
        final long start = System.nanoTime();
        long changed = start;
        int before = 0;
        long refused = 0;
        while (System.nanoTime() - changed < QUIET_NS
                && System.nanoTime() - start < LONGEST_NS
                && recorder.failure() == null) {
            final long id = offer(recorder, call + 1);
            if (id > 0) {
                taken.add(id);
                call = id;
            } else {
                refused++;
            }
            // What would wait for memory is not to be waited for.
            LockSupport.unpark(drain[0]);
            LockSupport.parkNanos(50_000);
            final int passed = FaultPoints.passed();
            if (passed != before) {
                before = passed;
                changed = System.nanoTime();
            }
        }
        final int thrown = FaultPoints.disarm();
        if (recorder.failure() != null) {
            final java.io.StringWriter text = new java.io.StringWriter();
            recorder.failure().printStackTrace(new java.io.PrintWriter(text));
            problems.add("failure " + text);
        }
        taken.add(offer(recorder, ++call));
        recorder.close();
        check(folder.resolve("audit"), taken);
        return Map.of(
                "problems",
                problems,
                "points",
                List.of(
                        "faults=" + thrown,
                        "records=" + taken.size(),
                        "refused=" + refused,
                        "ms=" + (System.nanoTime() - start) / 1_000_000));
    }

    private static boolean drained(Recorder recorder, AuditSettings settings) throws Exception {
        try (JournalReader reader = JournalReader.open(settings.folder().toPath())) {
            return reader.expected() >= 100;
        }
    }

    private static long offer(Recorder recorder, long call) {
        final DecisionEntry entry = new DecisionEntry();
        entry.callId = call;
        entry.verdict = Verdict.ALLOW;
        entry.mode = Mode.ENFORCE;
        entry.category = Category.TOOL;
        entry.principal = "Remit::Agent::\"a\"";
        entry.action = "Remit::Action::\"refund\"";
        entry.resource = "Remit::Tool::\"refund\"";
        // In base64, which the drain looks for.
        entry.arguments =
                "{\"key\":\"aHVudGVyMi1odW50ZXIy\"," + "\"text\":\"" + "x".repeat((int) (call % 3000)) + "\"}";
        return recorder.decision(entry) ? call : 0;
    }

    private void check(Path folder, List<Long> taken) throws Exception {
        final List<Long> found = new ArrayList<>();
        final List<Long> sequences = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord next = reader.next(); next != null; next = reader.next()) {
                sequences.add(next.sequence());
                if (next.kind().equals("decision")) {
                    found.add(next.call());
                }
                if (!next.whole()) {
                    problems.add("not whole: " + next.sequence());
                }
            }
            if (!reader.warnings().isEmpty()) {
                problems.add("warnings " + reader.warnings());
            }
        }
        if (!found.equals(taken)) {
            problems.add("taken " + taken.size() + " found " + found.size());
            for (int i = 0; i < Math.min(found.size(), taken.size()); i++) {
                if (!found.get(i).equals(taken.get(i))) {
                    problems.add("at " + i + " taken " + taken.get(i) + " found " + found.get(i));
                    break;
                }
            }
        }
        for (int i = 0; i < sequences.size(); i++) {
            if (sequences.get(i) != i + 1) {
                problems.add("record " + (i + 1) + " has the number " + sequences.get(i));
                break;
            }
        }
        final Verification verified = JournalVerifier.verify(
                folder.toFile(), "", Trust.ANYBODY, new Anchored(List.of()), (file, bytes, records) -> {});
        if (verified.fault() != null) {
            problems.add("verify: " + verified.fault());
        }
    }
}
