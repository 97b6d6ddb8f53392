package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldPrintWhatWasRecordedWhileItIsBeingWritten() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            journal.tool("refund", Verdict.DENY, Mode.ENFORCE);

            CommandRun run = CommandRun.of("audit", "print", folder.toString());

            assertThat(run.status()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("ALLOW") && line.contains("lookUp"))
                    .anyMatch(line -> line.contains("DENY") && line.contains("refund"));
            assertThat(run.out()).doesNotContain("\u001B");
        }
    }

    @Test
    void shouldFilter() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            journal.inSession("s-1", "no-refunds").tool("refund", Verdict.DENY, Mode.ENFORCE);
            journal.inSession(null)
                    .decision(
                            Category.HTTP,
                            JournalFixture.WORKLOAD,
                            "GET",
                            "Remit::Host::\"h:443\"",
                            Verdict.ALLOW,
                            Mode.ENFORCE,
                            90);
        }

        assertThat(print("--verdict", "deny"))
                .containsOnlyOnce("\"kind\":\"decision\"")
                .contains("refund");
        assertThat(print("--action", "lookup"))
                .containsOnlyOnce("\"kind\":\"decision\"")
                .contains("lookUp");
        assertThat(print("--action", "Remit::Action::\"GET\""))
                .containsOnlyOnce("\"kind\":\"decision\"")
                .contains("h:443");
        assertThat(print("--principal", JournalFixture.WORKLOAD)).containsOnlyOnce("\"kind\":\"decision\"");
        assertThat(print("--text", "H:443")).containsOnlyOnce("\"kind\":\"decision\"");
        assertThat(print("--since", "1h")).contains("refund", "lookUp").doesNotContain("h:443");
        assertThat(print("--since", "2h")).contains("h:443");
        assertThat(print("--since", "2200-01-01T00:00:00Z")).isEmpty();
        assertThat(print("--until", "1h")).contains("h:443").doesNotContain("refund", "lookUp");
        assertThat(print("--since", "80m", "--until", "2000-01-01T00:00:00Z")).isEmpty();
        assertThat(print("--policy", "no-refunds"))
                .containsOnlyOnce("\"kind\":\"decision\"")
                .contains("refund");
        assertThat(print("--session", "s-1"))
                .containsOnlyOnce("\"kind\":\"decision\"")
                .contains("refund");
        assertThat(print("--session", "s-2")).isEmpty();
        assertThat(print("--verdict", "DEFER")).isEmpty();
    }

    private String print(String... options) {
        String[] args = new String[options.length + 5];
        System.arraycopy(new String[] {"audit", "print", "--format", "jsonl"}, 0, args, 0, 4);
        System.arraycopy(options, 0, args, 4, options.length);
        args[args.length - 1] = folder.toString();
        CommandRun run = CommandRun.of(args);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        return run.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"print", "tail"})
    void shouldNameAFolderThatCanNotBeRead(String command) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertUnusable(CommandRun.of("audit", command, folder + "/missing"), folder + "/missing is not a folder");
        assertUnusable(CommandRun.of("audit", command, file.toString()), file + " is not a folder");

        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assumeThat(Files.isReadable(locked))
                .as("permissions do not bind this user")
                .isFalse();
        assertUnusable(CommandRun.of("audit", command, locked.toString()), locked + " can't be read");
    }

    @Test
    void shouldNameAFolderWithoutAJournal() {
        assertUnusable(CommandRun.of("audit", "print", folder.toString()), folder + " holds no journal");
    }

    private static void assertUnusable(CommandRun run, String expected) {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("remit: ").contains(expected, "; ").hasLineCount(1);
    }

    @Test
    void shouldPrintNothingForAnEmptyJournal() throws IOException {
        new JournalFixture(folder).close();

        CommandRun run = CommandRun.of("audit", "print", "--verdict", "allow", folder.toString());

        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    @Timeout(60)
    void shouldFollowWhatIsWrittenAfterWhatWasAskedForOfThePast() throws Exception {
        Lines lines = new Lines();
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("before", Verdict.ALLOW, Mode.OBSERVE);
            while (CommandRun.of("audit", "print", folder.toString()).out().contains(" -  ")) {
                Thread.onSpinWait();
            }
            // Decisions alone: on a busy machine a checkpoint comes in between.
            Thread tail = tail(lines, "-f", "--since", "1h", "--verdict", "allow");
            assertThat(lines.next()).contains("before");
            for (int i = 0; i < 20; i++) {
                journal.tool("after" + i, Verdict.ALLOW, Mode.OBSERVE);
                assertThat(lines.next()).contains("after" + i);
            }
            tail.interrupt();
            tail.join();
        }
        assertThat(lines.rest()).isZero();
    }

    private Thread tail(Lines lines, String... options) {
        Thread thread = new Thread(() -> {
            String[] args = new String[options.length + 3];
            args[0] = "audit";
            args[1] = "tail";
            System.arraycopy(options, 0, args, 2, options.length);
            args[args.length - 1] = folder.toString();
            RemitCommand.run(args, new PrintWriter(lines, true), new PrintWriter(new StringWriter()), Map.of());
        });
        thread.start();
        return thread;
    }

    @Test
    void shouldShowTheLastRecordsThatPassAndEnd() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            for (int i = 0; i < 30; i++) {
                journal.tool("tool" + i, i % 2 == 0 ? Verdict.ALLOW : Verdict.DENY, Mode.ENFORCE);
            }
            assertThat(tools("--text", "tool")).containsExactly(20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
            assertThat(tools("-n", "2", "--text", "tool")).containsExactly(28, 29);
            assertThat(tools("--lines=3", "--verdict", "deny")).containsExactly(25, 27, 29);
            assertThat(tools("-n0")).isEmpty();
            assertThat(tools("--since", "1h")).hasSize(30);
            assertThat(tools("--since", "1h", "-n", "1", "--verdict", "deny")).containsExactly(29);
        }
        CommandRun wrong = CommandRun.of("audit", "tail", "-n", "-1", folder.toString());
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("remit: -n wants how many records to show, not -1. See: ");
    }

    private List<Integer> tools(String... options) {
        CommandRun run =
                CommandRun.of(Stream.of(Stream.of("audit", "tail"), Stream.of(options), Stream.of(folder.toString()))
                        .flatMap(all -> all)
                        .toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return Pattern.compile("\"tool(\\d+)\"")
                .matcher(run.out())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"print", "tail"})
    @Timeout(60)
    void shouldEndQuietlyWhenNobodyReadsOn(String command) throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            for (int i = 0; i < 1_000; i++) {
                journal.tool("tool" + i, Verdict.ALLOW, Mode.OBSERVE);
            }
            StringWriter err = new StringWriter();

            int status = RemitCommand.run(
                    new String[] {"audit", command, "--since", "1h", folder.toString()},
                    new PrintWriter(new ClosedPipe()),
                    new PrintWriter(err),
                    Map.of());

            assertThat(status).isZero();
            assertThat(err.toString()).isEmpty();
        }
    }

    /** Hands lines from the thread that prints to the one that asserts. */
    private static final class Lines extends java.io.Writer {
        private final StringBuilder line = new StringBuilder();
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void write(char[] text, int from, int length) {
            for (int i = from; i < from + length; i++) {
                if (text[i] == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append(text[i]);
                }
            }
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(30, TimeUnit.SECONDS));
        }

        int rest() {
            return lines.size();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
