package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Refusal;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EnforcementPointTest {
    private static final String POLICIES = """
            @id("tools") permit (principal is Remit::Agent, action in Remit::Action::"CallTool", resource);
            @id("no-delete") @reason("people delete") forbid (principal, action == Remit::Action::"delete", resource);
            @id("acme") permit (principal, action in Remit::Action::"HttpRequest", resource in Remit::Domain::"acme.com");
            @id("db") permit (principal, action == Remit::Action::"FetchSecret", resource);
            """;

    @TempDir
    Path folder;

    private static List<String> lines(TestGuard guard) throws Exception {
        return lines(guard.records());
    }

    private static List<String> lines(List<JournalRecord> records) {
        return records.stream()
                .filter(record ->
                        record.kind().equals("decision") || record.kind().equals("outcome"))
                .map(EnforcementPointTest::line)
                .toList();
    }

    private static String line(JournalRecord record) {
        return record.kind().equals("decision")
                ? record.call() + "<" + record.parent() + " " + record.verdict() + " " + record.action()
                : record.call() + " " + record.outcome() + (record.error() == null ? "" : " " + record.error());
    }

    @Test
    void shouldRecordWhatItLetsGoOnAndHowThatEnds() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.tool(1, this, "Support", "refund", "{}", null)).isNull();
            point.end(1, "refunded", null);
            assertThat(point.tool(1, this, "Support", "refund", "{}", null)).isNull();
            point.end(1, null, new IOException("not recorded"));
            assertThat(point.tool(1, this, "Support", "refund", "{}", null)).isNull();
            point.end(1, null, new CompletionException(new CancellationException()));
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"refund\"",
                            "1 ok",
                            "2<0 allow Remit::Action::\"refund\"",
                            "2 error java.io.IOException",
                            "3<0 allow Remit::Action::\"refund\"",
                            "3 cancelled java.util.concurrent.CancellationException");
        }
    }

    @Test
    void shouldRefuseAndSayWhy() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            assertThat(guard.enforcement.tool(1, this, "Support", "delete", "{}", null))
                    .startsWith("Remit refused this call: action=delete; resource=Toolset/Support; ")
                    .contains("policy=no-delete; reason=people delete;")
                    .endsWith("call=1");
            assertThat(lines(guard)).containsExactly("1<0 deny Remit::Action::\"delete\"", "1 refused");
        }
    }

    @Test
    void shouldLetGoOnInObserveAndRecordTheVerdict() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, POLICIES)) {
            assertThat(guard.enforcement.tool(1, this, "Support", "delete", "{}", null))
                    .isNull();
            guard.enforcement.end(1, null, null);
            assertThat(lines(guard)).containsExactly("1<0 deny Remit::Action::\"delete\"", "1 ok");
        }
    }

    @Test
    void shouldRefuseWhatItCannotRecord() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            guard.recorder.close();
            assertThat(guard.enforcement.tool(1, this, "Support", "refund", "{}", null))
                    .contains("reason=it could not be recorded");
        }
    }

    @Test
    void shouldLinkNestedCallsAndRecordOneLogicalCallOnce() throws Exception {
        final Object request = new Object();
        final Object exchange = new Object();
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            point.agent(1, "Support", "conversation");
            assertThat(point.tool(2, request, "Support", "refund", "{}", null)).isNull();
            assertThat(point.tool(3, request, "Support", "refund", "{}", null)).isNull();
            assertThat(point.http(4, exchange, "GET", "https", "api.acme.com", -1, "/"))
                    .isNull();
            assertThat(point.http(5, exchange, "GET", "https", "api.acme.com", -1, "/"))
                    .isNull();
            assertThat(point.connect(6, "api.acme.com", 443, null)).isNull();
            for (int site = 6; site >= 1; site--) {
                point.end(site, null, null);
            }
            // Outside any agent's work, and not within the call that has ended.
            assertThat(point.connect(6, "api.acme.com", 443, null)).contains("principal=Workload/");
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"refund\"",
                            "2<1 allow Remit::Action::\"GET\"",
                            "2 ok",
                            "1 ok",
                            "3<0 deny Remit::Action::\"Connect\"",
                            "3 refused");
        }
    }

    @Test
    void shouldDecideAnAddressThatANameShouldNotMeanBesideTheName() throws Exception {
        final InetAddress usual = InetAddress.getByAddress("api.acme.com", new byte[] {10, 0, 0, 1});
        final InetAddress metadata =
                InetAddress.getByAddress("api.acme.com", new byte[] {(byte) 169, (byte) 254, (byte) 169, (byte) 254});
        final InetAddress permitted = InetAddress.getByAddress("api.acme.com", new byte[] {127, 0, 0, 2});
        final Object exchange = new Object();
        final String policies = POLICIES + """
                permit (principal, action == Remit::Action::"Connect", resource in Remit::Domain::"acme.com");
                permit (principal, action == Remit::Action::"Connect", resource == Remit::Host::"127.0.0.2:443");
                """;
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, policies)) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.tool(1, this, "Support", "refund", "{}", null)).isNull();
            assertThat(point.http(2, exchange, "GET", "https", "api.acme.com", -1, "/"))
                    .isNull();
            assertThat(point.connect(3, "api.acme.com", 443, usual)).isNull();
            point.end(3, null, null);
            assertThat(point.connect(3, "API.acme.com", 443, metadata)).contains("resource=Host/169.254.169.254:443");
            assertThat(point.connect(3, "api.acme.com", 443, permitted)).isNull();
            // What the JDK does for Netty, and it is the same; then another address.
            assertThat(point.connect(4, "api.acme.com", 443, permitted)).isNull();
            assertThat(point.connect(5, "api.acme.com", 443, metadata)).contains("Host/169.254.169.254:443");
            for (int site = 4; site >= 1; site--) {
                point.end(site, null, null);
            }
            assertThat(point.connect(3, "api.acme.com", 443, metadata)).contains("Host/169.254.169.254:443");
            assertThat(point.connect(3, "api.acme.com", 443, permitted)).isNull();
            point.end(3, null, null);
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"refund\"",
                            "2<1 allow Remit::Action::\"GET\"",
                            "3<2 deny Remit::Action::\"Connect\"",
                            "3 refused",
                            "4<2 allow Remit::Action::\"Connect\"",
                            "5<4 deny Remit::Action::\"Connect\"",
                            "5 refused",
                            "4 ok",
                            "2 ok",
                            "1 ok",
                            "6<0 allow Remit::Action::\"Connect\"",
                            "7<6 deny Remit::Action::\"Connect\"",
                            "7 refused",
                            "6 refused",
                            "8<0 allow Remit::Action::\"Connect\"",
                            "9<8 allow Remit::Action::\"Connect\"",
                            "9 ok",
                            "8 ok");
        }
    }

    @Test
    void shouldLinkCallsToTheAnswerThatAskedForThem() throws Exception {
        final Object first = new Object();
        final Object second = new Object();
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            // Nobody's answer: not within an AI agent's work.
            point.turn(9, first, "none", "none");
            point.agent(1, "Support", "conversation");
            point.turn(9, first, "refund me", "I look it up");
            point.turn(8, first, "refund me", "I look it up");
            assertThat(point.tool(2, this, "Support", "lookUp", "{}", null)).isNull();
            point.agent(3, "Clerk", null);
            point.turn(9, second, "of B-17", null);
            assertThat(point.tool(4, second, "Support", "refund", "{}", null)).isNull();
            point.end(4, null, null);
            point.end(3, null, null);
            point.end(2, new StringBuilder("B-17"), null);
            point.turn(9, new Object(), "refund me", "x".repeat(10_000));
            assertThat(point.tool(2, first, "Support", "refund", "{}", null)).isNull();
            point.end(2, "refunded", null);
            point.end(1, null, null);
            final List<JournalRecord> records = guard.records();
            assertThat(records.stream()
                            .filter(record -> record.kind().equals("prompt"))
                            .map(record -> record.call() + "<" + record.parent() + " " + record.session() + " "
                                    + record.prompt() + "/" + record.answer()))
                    .satisfiesExactly(
                            prompt -> assertThat(prompt).isEqualTo("1<0 conversation refund me/I look it up"),
                            prompt -> assertThat(prompt).isEqualTo("3<2 conversation of B-17/null"),
                            prompt -> assertThat(prompt)
                                    .startsWith("5<0 conversation refund me/xxx")
                                    .hasSizeLessThan(3_000));
            assertThat(lines(records))
                    .containsExactly(
                            "2<1 allow Remit::Action::\"lookUp\"",
                            "4<3 allow Remit::Action::\"refund\"",
                            "4 ok",
                            "2 ok",
                            "6<5 allow Remit::Action::\"refund\"",
                            "6 ok");
            // The text is not kept unless audit.results says so.
            assertThat(records.stream().filter(record -> record.outcome() != null))
                    .extracting(record -> record.size() + " " + (record.resultDigest() != null) + " " + record.result())
                    .containsExactly("-1 false null", "4 true null", "8 true null");
        }
    }

    @Test
    void shouldFollowACallToAnotherThread() throws Exception {
        final Object exchange = new Object();
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.tool(1, this, "Support", "refund", "{}", null)).isNull();
            assertThat(point.http(2, exchange, "GET", "https", "api.acme.com", -1, "/a"))
                    .isNull();
            point.carry(2, exchange);
            final CompletableFuture<String> answer = new CompletableFuture<>();
            assertThat(point.endLater(2, answer, null)).isNull();
            point.end(1, null, null);
            final String[] refusals = new String[3];
            final Thread worker = new Thread(() -> {
                refusals[0] = point.http(3, exchange, "GET", "https", "api.acme.com", -1, "/a");
                refusals[1] = point.connect(4, "api.acme.com", 443, null);
                point.end(4, null, null);
                point.end(3, null, null);
                refusals[2] = point.http(3, exchange, "GET", "https", "evil.example", -1, "/a");
                answer.complete("answer");
                answer.complete("again");
            });
            worker.start();
            worker.join();
            assertThat(refusals[0]).isNull();
            assertThat(refusals[1]).isNull();
            assertThat(refusals[2]).contains("Host/evil.example:443", "principal=Agent/");
            assertThat(lines(guard))
                    .containsExactlyInAnyOrder(
                            "1<0 allow Remit::Action::\"refund\"",
                            "1 ok",
                            "2<1 allow Remit::Action::\"GET\"",
                            "2 ok",
                            "3<2 deny Remit::Action::\"GET\"",
                            "3 refused");
        }
    }

    @Test
    void shouldKnowACallByAnotherKeyAndWhereItWent() throws Exception {
        final Object asked = new Object();
        final Object sent = new Object();
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.http(1, asked, "GET", "https", "api.acme.com", -1, "/a"))
                    .isNull();
            point.carry(1, asked);
            point.carryAs(1, asked, sent);
            point.carryAs(1, new Object(), new Object());
            point.end(1, null, null);

            // As it was let go, whatever is said of its scheme; then changed; and a call that nobody knows.
            assertThat(point.http(2, sent, "GET", "http", null, -1, "/a")).isNull();
            point.end(2, null, null);
            assertThat(point.http(2, sent, "PUT", "http", null, -1, "/a")).isNull();
            point.end(2, null, null);
            assertThat(point.http(2, new Object(), "GET", "https", null, -1, "/a"))
                    .contains("the request names no host");
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"GET\"",
                            "1 ok",
                            "2<1 allow Remit::Action::\"PUT\"",
                            "2 ok",
                            "3<0 deny Remit::Action::\"GET\"",
                            "3 refused");
        }
    }

    @Test
    void shouldEndACallOnceWhateverItsCallbackIs() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            point.tool(1, this, "Support", "refund", "{}", null);
            final Object end = point.endLater(1, null, null);
            assertThat(end).isInstanceOf(Runnable.class).isInstanceOf(Consumer.class);
            @SuppressWarnings("unchecked")
            final Consumer<Throwable> failed = (Consumer<Throwable>) end;
            failed.accept(new IOException());
            ((Runnable) end).run();
            point.end(1, null, null);
            assertThat(lines(guard))
                    .containsExactly("1<0 allow Remit::Action::\"refund\"", "1 error java.io.IOException");
        }
    }

    @Test
    void shouldEndACallOnceWithTheObjectThatItIsTiedTo() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            final Object exchange = new Object();
            point.ended(1, exchange, null);
            for (int hop = 0; hop < 2; hop++) {
                point.tool(1, this, "Support", "refund", "{}", null);
                point.tie(1, point.endLater(1, exchange, null), exchange);
            }
            point.ended(1, new Object(), null);
            point.ended(1, exchange, new IOException());
            point.ended(1, exchange, null);
            point.cancelled(1, exchange);
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"refund\"",
                            "2<0 allow Remit::Action::\"refund\"",
                            "1 ok",
                            "2 error java.io.IOException");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void shouldEndACallOnceWithTheFutureThatIsCancelled() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            final Object future = new Object();
            point.tool(1, this, "Support", "refund", "{}", null);
            final Object ending = point.endLater(1, new Object(), null);
            point.tie(1, ending, future);
            point.cancelled(1, new Object());
            point.cancelled(1, future);
            point.cancelled(1, future);
            ((Consumer<Throwable>) ending).accept(new IOException());
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"refund\"",
                            "1 cancelled java.util.concurrent.CancellationException");
        }
    }

    @Test
    void shouldReplaceASecretThatWasFetchedInLaterArguments() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.secret(1, null, "aws-sm", "prod/db")).isNull();
            point.end(1, Map.of("SecretString", "hunter2-hunter2"), null);
            point.tool(2, this, "Support", "send", "{\"text\": \"it is hunter2-hunter2\"}", null);
            point.end(2, null, null);
            assertThat(guard.records())
                    .extracting(JournalRecord::arguments)
                    .anySatisfy(arguments -> assertThat(arguments).contains("«secret:aws-sm/prod/db»"))
                    .noneSatisfy(arguments -> assertThat(arguments).contains("hunter2"));
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void shouldLearnAnAnswerThatComesInBeforeItsCallEnds() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            assertThat(point.secret(1, null, "aws-sm", "prod/db")).isNull();
            final Object ending = point.endLater(1, null, null);
            final Object answer = new AtomicReference<>("hunter2-hunter2");
            ((Consumer<Object>) point.learnLater(1, ending, "get")).accept(answer);
            ((Consumer<Object>) point.learnLater(1, ending, "noSuchGetter")).accept(answer);
            ((Consumer<Object>) point.learnLater(1, PendingCall.NONE, "noSuchGetter")).accept(answer);
            point.tool(2, this, "Support", "send", "{\"text\": \"it is hunter2-hunter2\"}", null);
            point.end(2, null, null);
            ((Runnable) ending).run();
            assertThat(guard.records())
                    .extracting(JournalRecord::arguments)
                    .anySatisfy(arguments -> assertThat(arguments).contains("«secret:aws-sm/prod/db»"))
                    .noneSatisfy(arguments -> assertThat(arguments).contains("hunter2"));
        }
    }

    @Test
    void shouldNotGuardItself() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            point.unguarded(() -> {
                assertThat(point.isGuarding()).isTrue();
                assertThat(point.tool(1, this, "Support", "delete", "{}", null)).isNull();
                assertThat(point.http(1, this, "GET", "https", "evil.example", -1, "/"))
                        .isNull();
                assertThat(point.secret(1, this, "aws-sm", "x")).isNull();
                assertThat(point.connect(1, "evil.example", 1, null)).isNull();
                assertThat(point.exec(1, new String[] {"sh"})).isNull();
                point.end(1, null, null);
            });
            assertThat(point.isGuarding()).isFalse();
            assertThat(lines(guard)).isEmpty();
        }
    }

    private static CallSite site(Sink sink) {
        return new CallSite(Category.CONNECT, Target.anyOf("Any", "any"), Sunk.replacing(sink));
    }

    @Test
    void shouldRefuseWhenTheGuardItselfFails() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            guard.enforcement.serve(List.of(site(new Failing())));
            assertThatThrownBy(() -> guard.enforcement.sink(0, null, null, null))
                    .isInstanceOf(SecurityException.class)
                    .hasMessage(Denial.FAULT);
            assertThatThrownBy(() -> guard.enforcement.sinkResult(0, null, null, "result"))
                    .isInstanceOf(SecurityException.class);
            assertThat(guard.records())
                    .filteredOn(record -> record.kind().equals("anomaly"))
                    .extracting(JournalRecord::reason)
                    .anySatisfy(reason -> assertThat(reason).contains("Failing").doesNotContain("not for a record"));
        }
    }

    @Test
    void shouldGoOnInObserveWhenTheGuardItselfFails() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, POLICIES)) {
            guard.enforcement.serve(List.of(site(new Failing())));
            assertThat(guard.enforcement.sink(0, null, null, null)).isNull();
            assertThat(guard.enforcement.sinkResult(0, null, null, "result")).isEqualTo("result");
        }
    }

    /** The woven handler ends the call whose result could not be looked at; the call around it, of the same site, goes on. */
    @Test
    void shouldEndOneCallWhenItsResultCannotBeLookedAt() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            point.serve(List.of(site(new Failing())));
            point.tool(0, "outer", "Support", "refund", "{}", null);
            point.tool(0, "inner", "Support", "refund", "{}", null);
            final Throwable thrown = catchThrowable(() -> point.sinkResult(0, null, null, "result"));
            point.end(0, null, thrown);
            point.end(0, "result", null);
            assertThat(lines(guard))
                    .containsExactly(
                            "1<0 allow Remit::Action::\"refund\"",
                            "2<1 allow Remit::Action::\"refund\"",
                            "2 error java.lang.SecurityException",
                            "1 ok");
        }
    }

    @Test
    void shouldThrowWhatTheSiteRefusesWith() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.OBSERVE, POLICIES)) {
            final IOException refusal = new IOException("refused");
            guard.enforcement.serve(List.of(site((site, self, first, second) -> {
                throw new Refusal(refusal);
            })));
            assertThatThrownBy(() -> guard.enforcement.sink(0, null, null, null))
                    .isSameAs(refusal);
        }
    }

    private static final class Failing implements Sink {
        @Override
        public Object enter(int site, Object self, Object first, Object second) {
            throw new IllegalStateException("not for a record");
        }

        @Override
        public Object result(int site, Object self, Object first, Object result) {
            throw new StackOverflowError("not for a record");
        }
    }

    @Test
    void shouldLetTheModelsAnswersStandSideBySideWhereverTheWorkGoesOn() throws Exception {
        try (TestGuard guard = new TestGuard(folder, Mode.ENFORCE, POLICIES)) {
            final EnforcementPoint point = guard.enforcement;
            final Object run = new Object();
            point.agent(1, "assistant", "s-1");
            point.carry(1, run);
            point.end(1, null, null);
            for (int step = 0; step < 2; step++) {
                point.resume(2, run);
                point.turn(2, new Object(), "go", "calling");
                point.carry(2, run);
                point.end(2, null, null);
                // The second step is inside the first one's tool, as when one thread does it all.
                point.resume(3, run);
                assertThat(point.tool(4, new Object(), "Support", "refund", "{}", null))
                        .isNull();
            }
            for (int step = 0; step < 2; step++) {
                point.end(4, null, null);
                point.end(3, null, null);
            }

            assertThat(guard.records().stream()
                            .filter(record -> List.of("prompt", "decision").contains(record.kind()))
                            .map(record -> record.kind() + " " + record.call() + "<" + record.parent()))
                    .containsExactly("prompt 1<0", "decision 2<1", "prompt 3<0", "decision 4<3");
        }
    }
}
