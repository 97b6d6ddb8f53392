package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.GuardStart;
import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StatusCommandTest {
    private static final String FIRST = "1111".repeat(16);
    private static final String SECOND = "2222".repeat(16);
    private static final String ERROR = "/etc/remit/p.cedar:3:5: unexpected `resource`";

    @TempDir
    Path folder;

    private static Recorder guard(Path folder) throws IOException {
        final Recorder recorder = Recorder.prepare(AuditSettings.of(folder.toFile()), new JournalThreads());
        recorder.start(() -> new GuardStart(
                "1.0", Mode.ENFORCE, "c0ffee", FIRST, "spiffe://acme.com/support", List.of("connect", "process")));
        return recorder;
    }

    private static void decide(Recorder recorder, Verdict verdict) {
        final DecisionEntry entry = new DecisionEntry();
        entry.callId = recorder.nextCallId();
        entry.timeNs = recorder.clock().nowNs();
        entry.verdict = verdict;
        entry.mode = Mode.ENFORCE;
        entry.category = Category.EXEC;
        assertThat(recorder.decision(entry)).isTrue();
    }

    private CommandRun status(String... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("status"), Stream.concat(Stream.of(options), Stream.of(folder.toString())))
                        .toArray(String[]::new));
    }

    /** The guard's start is recorded by the journal's own thread. */
    private void awaitStart() throws InterruptedException {
        while (!CommandRun.of("audit", "print", folder.toString()).out().contains("guard_started")) {
            Thread.sleep(5);
        }
    }

    @Test
    void shouldSayThatAGuardRunsAndByWhichPolicy() throws Exception {
        try (Recorder recorder = guard(folder)) {
            awaitStart();
            decide(recorder, Verdict.ALLOW);
            decide(recorder, Verdict.DENY);
            decide(recorder, Verdict.ALLOW);
            final CommandRun run = status();
            assertThat(run.err()).isEmpty();
            assertThat(run.status()).isZero();
            assertThat(run.out().lines().toList())
                    .hasSize(10)
                    .contains(
                            "run " + Long.toHexString(recorder.runId()) + ": running",
                            "  mode       enforce",
                            "  identity   spiffe://acme.com/support",
                            "  hooks      2",
                            "  decisions  3, denied 1",
                            "  refused    0 records, because the ring was full")
                    .anyMatch(line ->
                            line.matches("  ring       \\d+ of 8388608 bytes wait, the oldest for about \\d+ ms"))
                    .anyMatch(line -> line.matches(
                            "  policy     111111111111 since 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
                    .anyMatch(line -> line.matches("  last       20.*Z"))
                    .noneMatch(line -> line.contains("rejected"));
        }
    }

    /** This very process has the journal mapped. */
    @Test
    void shouldFindAGuardByItsProcess() throws Exception {
        final String pid = Long.toString(ProcessHandle.current().pid());
        try (Recorder recorder = guard(folder)) {
            awaitStart();
            decide(recorder, Verdict.DENY);
            assertThat(CommandRun.of("status", pid).out()).contains("run " + Long.toHexString(recorder.runId()));
            CommandRun metrics = CommandRun.of("status", "--openmetrics", pid);
            while (!metrics.out().contains("verdict=\"deny\",run=\"" + Long.toHexString(recorder.runId()) + "\"} 1")) {
                metrics = CommandRun.of("status", "--openmetrics", pid);
            }
            assertThat(metrics.status()).isZero();
            assertThat(metrics.err()).isEmpty();
            assertThat(status("--json").out()).contains("\"counters\":{\"decisionsAllowed\":0,\"decisionsDenied\":1,");
        }
        final CommandRun ended = status("--openmetrics");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).endsWith("# EOF\n").doesNotContain("run=");
        assertThat(CommandRun.of("status", "4194305").err()).isEqualTo("remit: there is no process 4194305\n");
    }

    @Test
    void shouldFindFaultWithAPolicyThatWasRejectedUntilItIsCorrected() throws Exception {
        try (Recorder recorder = guard(folder)) {
            awaitStart();
            recorder.policyRejected("/etc/remit", ERROR, null);
            assertThat(status().status()).isEqualTo(1);
            assertThat(status().out())
                    .contains("policy     111111111111 since ")
                    .containsPattern("rejected   20\\S+Z: " + ERROR);
            assertThat(status("--json").out()).contains("\"error\":\"" + ERROR + "\",\"corrected\":false}");
            recorder.policyLoaded("/etc/remit", 3, 1, SECOND);
            assertThat(status().status()).isZero();
            assertThat(status().out()).contains("policy     222222222222 since ", ", corrected since: " + ERROR);
            assertThat(status("--json").out())
                    .contains("\"policy\":{\"hash\":\"" + SECOND + "\",\"since\":\"20", "\"corrected\":true}");
        }
    }

    @Test
    void shouldFindFaultWithAGuardThatDoesNotRun() throws Exception {
        guard(folder).close();
        final CommandRun run = status();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("^run [0-9a-f]+: stopped 20\\S+Z\n");
        assertThat(status("--json").out()).contains("\"state\":\"stopped\"").contains("\"stopped\":\"20");
    }

    /** What a kill leaves: a copy of the folder is locked by nobody. */
    @Test
    void shouldTellAKilledGuardFromOneThatStopped() throws Exception {
        final Path copy = folder.resolve("copy");
        final Path running = folder.resolve("running");
        try (Recorder recorder = guard(running)) {
            while (!CommandRun.of("audit", "print", running.toString()).out().contains("guard_started")) {
                Thread.sleep(5);
            }
            decide(recorder, Verdict.DENY);
            try (Stream<Path> files = Files.walk(running)) {
                // The ring before the queue: a record is in the one until it is in the other. A folder is before what
                // is in it.
                for (Path file : files.sorted(Comparator.comparing((Path file) -> !Files.isDirectory(file))
                                .thenComparing(
                                        file -> !file.getFileName().toString().startsWith("ring-"))
                                .thenComparing(file -> file))
                        .toList()) {
                    Files.copy(file, copy.resolve(running.relativize(file).toString()));
                }
            }
        }
        final CommandRun run = CommandRun.of("status", copy.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(": ended without a word, as by a kill\n", "decisions  1, denied 1");
        guard(copy).close();
        final CommandRun after = CommandRun.of("status", "--all", copy.toString());
        assertThat(after.out()).containsSubsequence(": stopped ", ": ended without a word");
    }

    @Test
    void shouldShowEveryGuardThatRunsAndWithAllTheEarlierOnesToo() throws Exception {
        guard(folder).close();
        try (Recorder first = guard(folder);
                Recorder second = guard(folder)) {
            awaitStart();
            while (status("--json").out().split("\"mode\":").length < 3) {
                Thread.sleep(5);
            }
            assertThat(second.folder().toPath()).isEqualTo(folder.resolve("jvm-2"));
            final CommandRun now = status();
            assertThat(now.status()).as(now.out()).isZero();
            assertThat(now.out())
                    .containsSubsequence(
                            "run " + Long.toHexString(second.runId()) + ": running, journal jvm-2\n",
                            "run " + Long.toHexString(first.runId()) + ": running\n")
                    .doesNotContain("stopped");
            assertThat(status("--all").out()).contains(": running", ": stopped");
            assertThat(status("--all").status()).isZero();
            second.policyRejected("/etc/remit", ERROR, SECOND);
            assertThat(status().status()).isEqualTo(1);
        }
    }

    @Test
    void shouldDocumentEveryFieldOfTheJson() throws Exception {
        try (Recorder recorder = guard(folder.resolve("jvm-2"))) {
            awaitStart();
            decide(recorder, Verdict.DENY);
            recorder.policyRejected("/etc/remit", ERROR, SECOND);
        }
        final String page = Files.readString(Path.of("..", "docs", "journal.md"));
        final int start = page.indexOf("## Status");
        final String section = page.substring(start, page.indexOf("\n## ", start));
        final List<String> fields = Pattern.compile("\"(\\w+)\":")
                .matcher(status("--json").out())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(fields).hasSize(21).allMatch(field -> section.contains("`" + field + "`"));
    }

    @Test
    void shouldTakeTheFolderThatTheEnvironmentNames() throws Exception {
        guard(folder).close();
        final CommandRun run = CommandRun.withEnvironment(Map.of("REMIT_AUDIT_DIR", folder.toString()), "status");
        assertThat(run.out()).contains("identity   spiffe://acme.com/support");
    }

    @Test
    void shouldNameAFolderThatHoldsNoJournal() {
        final CommandRun run = status();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("remit: " + folder + " holds no journal; ")
                .hasLineCount(1);
    }

    @Test
    void shouldNotLetARecordSteerTheTerminalOrBreakTheJson() throws Exception {
        try (Recorder recorder = guard(folder)) {
            recorder.policyRejected("/etc/remit", "a\u001b[2J\"\u202eb", null);
            assertThat(status().out()).contains("a\\u001b[2J\"\\u202eb").doesNotContain("\u001b");
            assertThat(status("--json").out())
                    .containsIgnoringCase("\"error\":\"a\\u001b[2J\\\"")
                    .hasLineCount(1);
        }
    }
}
