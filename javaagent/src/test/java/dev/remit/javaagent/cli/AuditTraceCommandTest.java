package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.PromptEntry;
import dev.remit.engine.audit.ScopeEvent;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.journal.JournalFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditTraceCommandTest {
    private static final String PLANNER = "spiffe://acme.com/planner";
    private static final String WORKER = "spiffe://acme.com/worker";
    private static final String PLAN = "plan-0123456789abcdef";
    private static final String BOOK = "book-1111111111111111";
    private static final String WORK = "work-2222222222222222";
    private static final String PAY = "pay-3333333333333333";
    private static final String OTHER = "plan-fedcba9876543210";

    @TempDir
    Path folder;

    private Path planner;
    private Path worker;

    /** A planner whose first task has one within it, and delegates to a worker, whose own has another within it; and tasks that are none of it. */
    @BeforeEach
    void record() throws IOException {
        planner = Files.createDirectory(folder.resolve("planner"));
        worker = Files.createDirectory(folder.resolve("worker"));
        try (JournalFixture journal = new JournalFixture(planner)) {
            journal.tool("beforeAnyTask", Verdict.ALLOW, Mode.ENFORCE);
            open(journal, PLAN, PLANNER, "\"user\":\"user:alice\",\"budgets\":{\"calls\":20,\"refund\":1}");
            long prompt = prompt(journal, "Refund \u001B[2J B-17", "I look it up.");
            prompt(journal, "Of no task", null);
            long lookUp = journal.inTask(PLAN, prompt).tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            open(journal, OTHER, PLANNER, "\"user\":\"user:bob\"");
            journal.inTask(OTHER, 0).tool("elsewhere", Verdict.ALLOW, Mode.ENFORCE);
            end(journal, lookUp, OutcomeStatus.OK, 1_230_000, null);
            open(journal, PLAN + '/' + BOOK, PLANNER, "\"tools\":[\"book\"],\"deadline\":\"2026-11-22T01:00:00Z\"");
            journal.inTask(PLAN + '/' + BOOK, lookUp).inSession(null, "no-big-bookings");
            long book = journal.tool("book", Verdict.DENY, Mode.ENFORCE);
            end(journal, book, OutcomeStatus.REFUSED, 0, null);
            scope(journal, ScopeEvent.TASK_CLOSED, PLAN + '/' + BOOK, PLANNER, "done");
            recordWorker();
            scope(journal, ScopeEvent.TASK_CLOSED, PLAN, PLANNER, "done");
        }
    }

    private void recordWorker() throws IOException {
        String work = PLAN + '/' + WORK;
        try (JournalFixture journal = new JournalFixture(worker)) {
            open(journal, work, WORKER, "\"labels\":[\"pii\"],\"chain\":[\"" + PLANNER + "\",\"" + WORKER + "\"]");
            journal.inTask(work, 0);
            long post = journal.decision(
                    Category.HTTP,
                    JournalFixture.WORKLOAD,
                    "POST",
                    "Remit::Host::\"pay.acme.com:443\"",
                    Verdict.ALLOW,
                    Mode.ENFORCE,
                    0);
            end(journal, post, OutcomeStatus.ERROR, 2_000_000_000L, "java.net.ConnectException");
            scope(journal, ScopeEvent.GRANT_GIVEN, work, WORKER, "refund on X: a person said so");
            scope(journal, ScopeEvent.LABELLED, work, WORKER, "customer\n-data");
            journal.inTask(work + '/' + PAY, 0).tool("neverEnded", Verdict.ALLOW, Mode.ENFORCE);
            scope(journal, ScopeEvent.TASK_CLOSED, work, WORKER, "deadline");
        }
    }

    private static void open(JournalFixture journal, String path, String opener, String details) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        String json = "{\"intent\":\"" + id.substring(0, id.lastIndexOf('-')) + "\"," + details + '}';
        assertThat(journal.recorder().scope(ScopeEvent.TASK_OPENED, 0, null, opener, null, path, null, json))
                .isTrue();
    }

    private static void scope(JournalFixture journal, ScopeEvent event, String path, String principal, String what) {
        assertThat(journal.recorder().scope(event, 0, null, principal, null, path, what, null))
                .isTrue();
    }

    private static long prompt(JournalFixture journal, String text, @Nullable String answer) {
        PromptEntry entry = new PromptEntry();
        entry.callId = journal.recorder().nextCallId();
        entry.timeNs = journal.recorder().clock().nowNs();
        entry.prompt = text;
        entry.answer = answer;
        assertThat(journal.recorder().prompt(entry)).isTrue();
        return entry.callId;
    }

    private static void end(
            JournalFixture journal, long call, OutcomeStatus status, long durationNs, @Nullable String error) {
        OutcomeEntry entry = new OutcomeEntry();
        entry.callId = call;
        entry.timeNs = journal.recorder().clock().nowNs();
        entry.status = status;
        entry.durationNs = durationNs;
        entry.error = error;
        assertThat(journal.recorder().outcome(entry)).isTrue();
    }

    private static CommandRun trace(Object... args) {
        return CommandRun.of(Stream.concat(Stream.of("audit", "trace"), Stream.of(args))
                .map(Object::toString)
                .toArray(String[]::new));
    }

    /** What the command printed, times and runs replaced. */
    private static String shown(CommandRun run) {
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out()
                .replaceAll("(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "TIME")
                .replaceAll(" {4,5}[+-]\\d\\.\\d{3} s", "    +S")
                .replaceAll("run [0-9a-f]+", "run R");
    }

    @Test
    void shouldShowATraceOverSeveralJournalsAsATree() {
        assertThat(shown(trace("plan-0", planner, worker)))
                .isEqualTo("""
                        [1] PLANNER, run R
                        [2] WORKER, run R
                        [1] plan  plan-0123456789abcdef  for user:alice  by spiffe://acme.com/planner  TIME to TIME UTC, done  3 allowed, 1 denied
                            budgets calls=20 refund=1
                              +S  [1] prompt       "Refund \\u001b[2J B-17"  → "I look it up."
                              +S  [1] ALLOW        support/agent  lookUp      com.acme.Tools    → ok 1.23 ms
                              +S  [1] book  book-1111111111111111  by spiffe://acme.com/planner  TIME to TIME UTC, done  0 allowed, 1 denied
                                until 2026-11-22T01:00:00Z; tools book
                                  +S  [1] DENY         support/agent  book        com.acme.Tools    no-big-bookings
                              +S  [2] work  work-2222222222222222  by spiffe://acme.com/worker  TIME to TIME UTC, deadline  2 allowed, 0 denied
                                labels pii; chain spiffe://acme.com/planner > spiffe://acme.com/worker
                                  +S  [2] ALLOW        support        POST        pay.acme.com:443  → error 2 s java.net.ConnectException
                                  +S  [2] grant_given  refund on X: a person said so
                                  +S  [2] labelled     customer\\u000a-data
                                  +S  [2] task  pay-3333333333333333  not opened in these journals  TIME to TIME UTC, not closed  1 allowed, 0 denied
                                      +S  [2] ALLOW        support/agent  neverEnded  com.acme.Tools    → no end recorded
                        """.replace("PLANNER", planner.toString()).replace("WORKER", worker.toString()));
    }

    @Test
    void shouldShowATraceFromTheTaskNamed() {
        assertThat(shown(trace(WORK, worker)))
                .startsWith("work  work-2222222222222222  by " + WORKER
                        + "  TIME to TIME UTC, deadline  2 allowed, 0 denied\n")
                .contains("\n      +S  ALLOW ", "pay-3333333333333333")
                .doesNotContain("[1]", "lookUp", PLAN);
        // As records have it: the whole path.
        assertThat(shown(trace(PLAN + '/' + WORK, worker))).startsWith("work  " + WORK + "  ");
        // Delegated, and the journal that has the outermost task's beginning is not at hand.
        assertThat(shown(trace(PLAN, worker)))
                .startsWith("task  " + PLAN + "  not opened in these journals  TIME to TIME UTC, not closed  2 allowed")
                .contains("work  " + WORK + "  by " + WORKER)
                .doesNotContain("[1]");
    }

    @Test
    void shouldPrintTheRecordsForPrograms() {
        List<String> printed = CommandRun.of("audit", "print", "--format", "jsonl", planner.toString())
                .out()
                .lines()
                .filter(line -> Stream.of(PLAN, "B-17", "\"durationNs\":1230000", "\"outcome\":\"refused\"")
                        .anyMatch(line::contains))
                .toList();

        CommandRun run = trace("--format", "jsonl", PLAN, planner);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).isEqualTo(printed).hasSize(9);
        List<String> both =
                trace("--format", "jsonl", PLAN, planner, worker).out().lines().toList();
        assertThat(both).hasSize(9 + 7);
        assertThat(both)
                .filteredOn(line -> line.endsWith(",\"journal\":\"" + planner + "\"}"))
                .hasSize(9);
        assertThat(both)
                .filteredOn(line -> line.endsWith(",\"journal\":\"" + worker + "\"}"))
                .hasSize(7);
        assertThat(both.get(both.size() - 1)).contains("task_closed", "\"task\":\"" + PLAN + "\"");
    }

    @Test
    void shouldReadAFolderOnceHoweverOftenItIsGiven() {
        assertThat(trace("--format", "jsonl", PLAN, planner, planner + "/../planner")
                        .out())
                .hasLineCount(9);
    }

    @Test
    void shouldListTheTasks() {
        assertThat(shown(trace(planner, worker))).isEqualTo("""
                        opened                   calls  denied  intent  user        by       task                   within
                        TIME  4      1       plan    user:alice  planner  plan-0123456789abcdef  -
                        TIME  1      0       plan    user:bob    planner  plan-fedcba9876543210  -
                        TIME  1      1       book    -           planner  book-1111111111111111  plan-0123456789abcdef
                        TIME  2      0       work    -           worker   work-2222222222222222  plan-0123456789abcdef
                        before the journal       1      0       -       -           -        pay-3333333333333333   work-2222222222222222
                        """);
        assertThat(trace("-n", "2", planner).out())
                .contains(BOOK, OTHER)
                .doesNotContain(" " + PLAN + "  -")
                .hasLineCount(3);
        assertThat(trace("-n", "1", "--format", "jsonl", planner).out())
                .contains("\"kind\":\"task_opened\"", "\"task\":\"" + PLAN + '/' + BOOK + "\"")
                .hasLineCount(1);
        assertThat(trace("-n0", planner)).isEqualTo(new CommandRun(0, "no tasks\n", ""));
    }

    @Test
    void shouldSayWhichTasksAreMeant() throws IOException {
        assertUnusable(
                trace("plan-", planner, worker),
                planner + ", " + worker + ": several tasks begin with 'plan-': " + OTHER + ", " + PLAN
                        + "; give more of the one that you mean");
        assertUnusable(
                trace("bokk-1111", planner),
                "no task begins with 'bokk-1111'; of 3 tasks the nearest is " + BOOK
                        + "; without TASK they are listed");
        assertUnusable(trace("\u001B[2J\u202E", planner), "no task begins with '\\u001b[2J\\u202e'; of 3 tasks");
        Path taskless = Files.createDirectory(folder.resolve("taskless"));
        new JournalFixture(taskless).close();
        assertUnusable(trace(PLAN, taskless), "no task begins with '" + PLAN + "'; none is recorded here");
        assertThat(trace(taskless)).isEqualTo(new CommandRun(0, "no tasks\n", ""));
    }

    @Test
    void shouldNameWhatCanNotBeRead() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertUnusable(trace(empty), empty + " holds no journal; ");
        assertUnusable(trace(PLAN, empty), empty + " holds no journal; ");
        assertUnusable(trace(planner, empty), empty + " holds no journal; ");
        assertUnusable(trace(empty, planner), "and the folder of that name holds no journal");
        assertUnusable(trace(PLAN, file), file + " is not a folder; ");
        assertUnusable(trace(PLAN, planner, folder + "/missing"), folder + "/missing is not a folder; ");
        assertUnusable(trace(PLAN), PLAN + " is not a folder; ");
        assertUnusable(trace(), "Missing required parameter");
        assertUnusable(trace("-n", "-1", planner), "-n wants how many tasks to list, not -1");
        assertUnusable(trace("-n", "1", PLAN, planner), "-n is for the list of tasks");
    }

    private static void assertUnusable(CommandRun run, String expected) {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("remit: ").contains(expected).hasLineCount(1);
    }

    /** What is left of a record whose bytes were changed is no task's: that some are is said. */
    @Test
    void shouldSayThatRecordsAreDamaged() throws IOException {
        Path file = JournalFolder.hours(planner.toFile()).get(0).toPath();
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("lookUp");
        bytes[at]++;
        Files.write(file, bytes);

        CommandRun run = trace(PLAN, planner);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).startsWith("plan  " + PLAN).contains(BOOK, "0 allowed, 1 denied\n");
        assertThat(run.err()).isEqualTo("remit: " + planner + ": 1 damaged; 'audit print' shows which records\n");
        assertThat(trace("nothing", planner).err()).hasLineCount(2).contains(": 1 damaged; ");
        assertThat(trace("--format", "jsonl", PLAN, planner).status()).isEqualTo(1);
        assertThat(trace(planner).status()).isEqualTo(1);
    }

    /** An intent has no such characters, a record may. */
    @Test
    void shouldShowNothingThatSteersATerminal() throws IOException {
        Path forged = Files.createDirectory(folder.resolve("forged"));
        String path = "a\u001B[2J\n-1/b\u202E-2";
        try (JournalFixture journal = new JournalFixture(forged)) {
            open(journal, path, "c\u001B[2J", "\"user\":\"d\\u001b[2J\",\"tools\":[\"e\\u0007\"]");
            journal.inTask(path, 0).inSession(null, "f\u001B").tool("g\u001B", Verdict.DENY, Mode.OBSERVE);
            scope(journal, ScopeEvent.LABELLED, path, "h\u001B", "i\r\u001B");
            scope(journal, ScopeEvent.TASK_CLOSED, path, "j", "k\u001B");
        }
        for (CommandRun run : List.of(trace("a", forged), trace(forged), trace("-", forged), trace("zzz", forged))) {
            assertThat((run.out() + run.err()).codePoints())
                    .filteredOn(c -> c != '\n')
                    .noneMatch(Character::isISOControl)
                    .isNotEmpty()
                    .doesNotContain(0x202E);
        }
        assertThat(trace("a", forged).out()).contains("would-DENY", "0 allowed, 1 denied");
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsOn() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.inTask(PLAN, 0);
            for (int i = 0; i < 1_000; i++) {
                journal.tool("tool" + i, Verdict.ALLOW, Mode.OBSERVE);
            }
        }
        StringWriter err = new StringWriter();

        int status = RemitCommand.run(
                new String[] {"audit", "trace", "--format", "jsonl", PLAN, folder.toString()},
                new PrintWriter(new ClosedPipe()),
                new PrintWriter(err),
                Map.of());

        assertThat(status).isZero();
        assertThat(err.toString()).isEmpty();
    }
}
