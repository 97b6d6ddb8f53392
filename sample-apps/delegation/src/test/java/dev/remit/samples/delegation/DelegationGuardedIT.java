package dev.remit.samples.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.samples.model.ForkedJava;
import dev.remit.samples.workloadapi.Authority;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two packaged applications, each in a JVM of its own under the packaged javaagent. */
class DelegationGuardedIT {
    private static final Authority ACME = new Authority("acme.com");
    private static final Authority EVIL = new Authority("evil.org");
    private static final String PAID = "84000 cents are paid for B-4711";
    private static final Pattern TASK = Pattern.compile("task +(refund-[0-9a-f]{16})");

    @TempDir
    static Path folder;

    private static GuardedWorker worker;

    @BeforeAll
    static void start() throws Exception {
        worker = new GuardedWorker(folder, ACME);
    }

    @AfterAll
    static void stop() throws Exception {
        worker.stop();
    }

    @BeforeEach
    void forget() {
        worker.tokens.clear();
    }

    @Test
    void shouldRefundInTheTaskThatThePlannerHandsOn() throws Exception {
        final ForkedJava.Result run = worker.plan(worker.name());

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("answers: Done: status 200: " + PAID + ". I may not waive the fee.")
                .contains("mail host    POST /, task's token: none");
        assertThat(run.status()).isZero();
        assertThat(worker.out())
                .contains("archive      GET /receipts/B-4711, task's token: none")
                .doesNotContain("task's token: YES");

        final String task = task(run);
        final List<JsonNode> records = worker.records("worker");
        final JsonNode opened = records.stream()
                .filter(each -> each.path("kind").asText().equals("task_opened"))
                .filter(each -> each.path("task").asText().startsWith(task))
                .findFirst()
                .orElseThrow();
        assertThat(opened.path("arguments").asText())
                .contains("\"intent\":\"refund\"", "\"user\":\"user:alice\"")
                .contains("\"chain\":[\"spiffe://acme.com/planner\",\"spiffe://acme.com/worker\"]");
        assertThat(opened.path("task").asText()).matches(task + "/refund-[0-9a-f]{16}");
        assertThat(tools(records, opened.path("task").asText()))
                .containsExactly("allow lookUpBooking", "allow refund", "deny waiveFee");
        assertThat(worker.records("planner"))
                .filteredOn(each -> each.path("kind").asText().equals("decision"))
                .hasSizeGreaterThan(5)
                .allMatch(each -> each.path("task").asText().equals(task));

        assertThat(worker.tokens).hasSize(2).doesNotHaveDuplicates();
        for (String token : worker.tokens) {
            assertThat(records.toString()).doesNotContain(token);
            assertRefused(token, "the token was used before");
        }
        assertRefused(worker.tokens.get(0).substring(9), "the token is none that can be read");
    }

    @Test
    void shouldNoticeWhereATokenGoesToAnotherHost() throws Exception {
        // What the test above takes for proof: with every host on the list the others see tokens, too, and each one of
        // its own.
        final ForkedJava.Result run = worker.plan("localhost:*");

        assertThat(run.out()).contains("mail host    POST /, task's token: YES");
        assertThat(worker.tokens).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void shouldServeARequestWithoutATokenInNoTask() throws Exception {
        assertThat(worker.post("/refunds").body()).isEqualTo("I may not refund it. I may not waive the fee.");

        assertThat(tools(worker.records("worker"), ""))
                .containsExactly("allow lookUpBooking", "deny refund", "deny waiveFee");
    }

    @Test
    void shouldWaiveFeesInATaskOfTheWorkersOwn() throws Exception {
        assertThat(worker.post("/fees").body()).isEqualTo("I may not refund it. the fee of B-4711 is waived.");
        assertThat(worker.post("/fees", "Remit-Task", Token.by(ACME, worker.name(), Instant.now()))
                        .body())
                .isEqualTo("I may not refund it. I may not waive the fee.");
    }

    @Test
    void shouldNotRefundForAWorkloadThatSaysThePlannerHasAskedIt() throws Exception {
        final String token = Token.by(ACME, "spiffe://acme.com/mallory", worker.name(), Instant.now());

        final HttpResponse<String> response = worker.post("/refunds", "Remit-Task", token);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("I may not refund it.");
    }

    @Test
    void shouldTakeATokenOnce() throws Exception {
        final String token = Token.by(ACME, worker.name(), Instant.now());

        assertRefused(token.substring(0, token.length() - 9), "signature is wrong");
        assertThat(worker.post("/refunds", "Remit-Task", token).body()).contains(PAID);
        assertRefused(token, "the token was used before");
    }

    @Test
    void shouldRefuseTokensThatAreNotValidAndRecordIt() throws Exception {
        final Instant now = Instant.now();
        assertRefused("garbage", "the token is none that can be read");
        assertRefused("x.".repeat(3000), "the token is none that can be read");
        assertRefused(Token.by(EVIL, worker.name(), now), "the token is signed by nobody who is trusted here");
        assertRefused(Token.by(ACME, worker.name(), now.minusSeconds(70)), "the token expired at");
        assertRefused(Token.by(ACME, worker.name(), now.plusSeconds(30)), "the token is of a later time");
        assertRefused(Token.by(ACME, "elsewhere:443", now), "the token is for [elsewhere:443]");

        final List<JsonNode> records = worker.records("worker");
        // Each time, not once a reason: who tries again shows.
        assertThat(refusals(records, "none that can be read")).hasSizeGreaterThanOrEqualTo(2);
        for (String why : List.of("nobody who is trusted here", "expired", "of a later time", "elsewhere:443")) {
            assertThat(refusals(records, why)).as(why).hasSize(1);
        }
    }

    @Test
    void shouldOutliveAMegabyteOfHeader() throws Exception {
        final int asked = asked();
        try {
            assertThat(worker.post("/refunds", "Remit-Task", "x".repeat(1 << 20))
                            .statusCode())
                    .isEqualTo(400);
        } catch (IOException e) {
            // Tomcat hangs up on who does not stop.
        }
        assertThat(asked()).isEqualTo(asked);
        assertThat(worker.post("/refunds", "Remit-Task", Token.by(ACME, worker.name(), Instant.now()))
                        .body())
                .contains(PAID);
    }

    private static void assertRefused(String token, String why) throws Exception {
        final int asked = asked();
        final HttpResponse<String> response = worker.post("/refunds", "Remit-Task", token);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("Remit refused this request: ").contains(why);
        assertThat(asked()).isEqualTo(asked);
    }

    /** How often the worker was asked for something. */
    private static int asked() throws IOException {
        return worker.out().split("is asked: ", -1).length;
    }

    private static List<JsonNode> refusals(List<JsonNode> records, String why) {
        return records.stream()
                .filter(each -> each.path("kind").asText().equals("anomaly"))
                .filter(each -> each.path("name").asText().equals("delegation-refused"))
                .filter(each -> each.path("reason").asText().contains(why))
                .toList();
    }

    private static String task(ForkedJava.Result run) {
        final Matcher task = TASK.matcher(run.out());
        assertThat(task.find()).as(run.out()).isTrue();
        return task.group(1);
    }

    /** Verdicts and names of the tool calls in that very task. */
    private static List<String> tools(List<JsonNode> records, String task) {
        return records.stream()
                .filter(each -> each.path("category").asText().equals("tool"))
                .filter(each -> each.path("task").asText().equals(task))
                .map(each -> each.path("verdict").asText() + " "
                        + each.path("action").asText().replaceAll(".*::\"|\"", ""))
                .toList();
    }
}
