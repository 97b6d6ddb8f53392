package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyExplainCommandTest {
    private static final String REQUEST = """
            {"principal": "Remit::Agent::\\"spiffe://acme.com/support/agent\\"",
             "action": "Remit::Action::\\"%s\\"",
             "resource": {"type": "Remit::Toolset", "id": "com.acme.Tools"},
             "context": {"input": {"amount": %s}}}
            """;

    @TempDir
    Path folder;

    private Path policy;

    @BeforeEach
    void writePolicy() throws IOException {
        policy = Files.writeString(folder.resolve("agent.cedar"), """
                @id("tools") @owner("support")
                permit (principal is Remit::Agent, action in Remit::Action::"CallTool", resource)
                when { action != Remit::Action::"erase" };

                @id("ceiling") @reason("too much")
                forbid (principal, action == Remit::Action::"refund", resource)
                when { context has input && context.input has amount }
                unless { context.input.amount <= 100 };
                """);
    }

    private CommandRun explain(String... options) {
        List<String> args = new ArrayList<>(List.of("policy", "explain", "--policy", policy.toString()));
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray(new String[0]));
    }

    private CommandRun request(String json, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("request.json"), json);
        List<String> args = new ArrayList<>(List.of(options));
        args.addAll(List.of("--request", file.toString()));
        return explain(args.toArray(new String[0]));
    }

    @Test
    void shouldShowTheForbidWithItsLinesAndValues() throws IOException {
        CommandRun run = request(REQUEST.formatted("refund", "700"));

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("""
                DENY  forbidden by ceiling

                  principal  Remit::Agent::"spiffe://acme.com/support/agent"
                  action     Remit::Action::"refund"
                  resource   Remit::Toolset::"com.acme.Tools"

                Forbidden by

                  ceiling  FILE:5:1
                    @reason  too much
                    when is true  FILE:7:8
                       7 | when { context has input && context.input has amount }
                         |        ^^^^^^^^^^^^^^^^^ true
                         |                             ^^^^^^^^^^^^^^^^^^^^^^^^ true
                    unless is false  FILE:8:10
                       8 | unless { context.input.amount <= 100 };
                         |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ false
                         |          context.input.amount = 700
                """.replace("FILE", policy.toString()));
    }

    @Test
    void shouldShowWhatAllowed() throws IOException {
        CommandRun run = request(REQUEST.formatted("refund", "7"));

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("ALLOW  permitted by tools\n")
                .contains(
                        "\nPermitted by\n\n  tools  " + policy + ":1:1\n    @owner  support\n    when is true  ",
                        " action = Remit::Action::\"refund\"\n")
                .doesNotContain("ceiling");
    }

    @Test
    void shouldShowTheNearestPermits() throws IOException {
        Files.writeString(policy, """
                @id("quite other") permit (principal is Remit::Workload, action == Remit::Action::"x", resource);
                @id("other tool") permit (principal, action == Remit::Action::"lookUp", resource);
                @id("small ones") permit (principal, action, resource) when { context.input.amount < 10 };
                """);
        CommandRun run = request(REQUEST.formatted("refund", "700"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("DENY  no permit applies\n")
                .contains("\nThe nearest permits, and what failed in each\n")
                .containsSubsequence(
                        "\n  1. small ones  " + policy + ":3:1\n    when is false  ",
                        " context.input.amount = 700\n",
                        "\n  2. other tool  " + policy + ":2:1\n",
                        "    action == Remit::Action::\"lookUp\"\n      the action is Remit::Action::\"refund\"\n")
                .doesNotContain("quite other");
        assertThat(request(REQUEST.formatted("refund", "700"), "--nearest", "1").out())
                .endsWith("\n  1 more permit comes near; see --nearest\n");
        Files.writeString(policy, "permit (principal is A, action == Action::\"b\", resource is C);");
        assertThat(request(REQUEST.formatted("refund", "700")).out()).contains("\nNo permit comes near: ");
    }

    @Test
    void shouldShowErrorsAsTheModeTakesThem() throws IOException {
        Files.writeString(policy, """
                permit (principal, action, resource);
                @id("bad") forbid (principal, action, resource) when { context.input.amount < context.input.limit };
                """);
        CommandRun guard = request(REQUEST.formatted("refund", "1"));
        assertThat(guard.status()).isEqualTo(1);
        assertThat(guard.out())
                .startsWith("DENY  could not be evaluated: bad\n")
                .contains(
                        "\nRefused, because a forbid could not be evaluated (mode guard)\n",
                        "    when can't be evaluated  ",
                        " the attribute is absent: `context.input.limit`\n",
                        " context.input.amount = 1\n");

        CommandRun cedar = request(REQUEST.formatted("refund", "1"), "--mode", "cedar");
        assertThat(cedar.status()).isZero();
        assertThat(cedar.out())
                .startsWith("ALLOW  permitted by " + policy + "#0\n")
                .contains(
                        "\nLeft out, because they could not be evaluated\n\n  bad  " + policy + ":2:",
                        ": the attribute is absent: `context.input.limit`\n");
    }

    @Test
    void shouldExplainWhyARecordedCallWasRefused() throws IOException {
        Path journal = Files.createDirectory(folder.resolve("journal"));
        try (JournalFixture written = new JournalFixture(journal)) {
            written.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            written.tool("erase", Verdict.DENY, Mode.ENFORCE);
            written.decision(
                    Category.HTTP,
                    JournalFixture.WORKLOAD,
                    "GET",
                    "Remit::Host::\"h:443\"",
                    Verdict.ALLOW,
                    Mode.OBSERVE,
                    0);
        }

        CommandRun refused = explain("--journal", journal.toString(), "--sequence", "2");
        assertThat(refused.err()).isEmpty();
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .startsWith("DENY  no permit applies\n")
                .contains("\n  recorded   2  ", "DENY", "\n  1. tools  ", " action = Remit::Action::\"erase\"\n")
                .endsWith("\nNote: the journal does not say which policies decided\n");

        CommandRun allowed = explain("--journal", journal.toString(), "--sequence", "1");
        assertThat(allowed.status()).isZero();
        assertThat(allowed.out())
                .startsWith("ALLOW  permitted by tools\n")
                .endsWith("\nNote: the answer differs from the recorded one: allow by no policy, now allow by tools\n");

        assertThat(explain("--journal", journal.toString(), "--sequence", "3").out())
                .startsWith("DENY  no permit applies\n")
                .endsWith(
                        "\nNote: the answer differs from the recorded one: allow by no policy, now deny by no policy\n");

        assertUnusable(
                explain("--journal", journal.toString(), "--sequence", "4"),
                "record 4 is no decision but a record of kind guard_stopped");
        assertUnusable(
                explain("--journal", journal.toString(), "--sequence", "40"),
                journal + " holds no record of sequence 40; see: java -jar remit.jar audit print --verdict deny "
                        + journal);
        assertUnusable(
                explain("--journal", folder + "/missing", "--sequence", "4"), folder + "/missing is not a folder");
    }

    @Test
    void shouldCountWhatTheSessionHadDone() throws IOException {
        Files.writeString(policy, """
                @id("tools") permit (principal, action, resource);
                @id("once") forbid (principal, action, resource) when { context.session.toolCalls >= 1 };
                """);
        Path journal = Files.createDirectory(folder.resolve("journal"));
        try (JournalFixture written = new JournalFixture(journal)) {
            written.inSession("c", "tools").tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            written.inSession("d", "tools").tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            written.inSession("c", "once").tool("lookUp", Verdict.DENY, Mode.ENFORCE);
        }

        assertThat(explain("--journal", journal.toString(), "--sequence", "2").status())
                .isZero();
        CommandRun third = explain("--journal", journal.toString(), "--sequence", "3");
        assertThat(third.err()).isEmpty();
        assertThat(third.status()).isEqualTo(1);
        assertThat(third.out())
                .startsWith("DENY  forbidden by once\n")
                .contains(
                        " context.session.toolCalls = 1\n",
                        "\nNote: the journal does not hold how the session c began;")
                .doesNotContain("differs");
    }

    @Test
    void shouldAskTheConfigurationWhatNoRecordHolds() throws IOException {
        Files.writeString(
                policy,
                "permit (principal, action, resource)"
                        + " when { context.system.tenant == \"acme\" && context.system.hour >= 0 };");
        Path journal = Files.createDirectory(folder.resolve("journal"));
        try (JournalFixture written = new JournalFixture(journal)) {
            written.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
        }
        Path config = Files.writeString(folder.resolve("remit.properties"), "tenant=acme\ntime.zone=Europe/Berlin\n");
        String[] recorded = {"--journal", journal.toString(), "--sequence", "1"};

        CommandRun unknown = explain(recorded);
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.out())
                .contains(
                        "\nNote: policies read context.system.tenant, which no record holds\n",
                        "\nNote: no record holds the time zone; ");
        CommandRun known = explain("--journal", journal.toString(), "--sequence", "1", "--config", config.toString());
        assertThat(known.status()).isZero();
        assertThat(known.out()).doesNotContain("tenant, which", "time zone");

        Files.writeString(config, "time.zone=Nowhere\n");
        assertUnusable(
                explain("--journal", journal.toString(), "--sequence", "1", "--config", config.toString()),
                "time.zone");
        assertUnusable(
                explain("--journal", journal.toString(), "--sequence", "1", "--config", folder + "/no.properties"),
                folder + "/no.properties is not there; check the path");
    }

    @Test
    void shouldWriteOneJsonObject() throws IOException {
        CommandRun run = request(REQUEST.formatted("refund", "700"), "--json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).hasLineCount(1).endsWith("}\n");
        assertJson(run.out());
        String file = "\"file\":\"" + policy + "\",\"line\":";
        assertThat(run.out())
                .startsWith("{\"verdict\":\"deny\",\"why\":\"forbid\",\"principal\":\"Remit::Agent::\\\"spiffe")
                .contains(
                        "\"determining\":[{\"id\":\"ceiling\",\"effect\":\"forbid\"," + file
                                + "5,\"column\":1,\"annotations\":{\"id\":\"ceiling\",\"reason\":\"too much\"},\"clauses\":[{\"kind\":\"when\",")
                .contains("{\"kind\":\"unless\"," + file
                        + "8,\"column\":10,\"text\":\"context.input.amount <= 100\",\"holds\":\"true\",\"findings\":[{"
                        + file
                        + "8,\"column\":10,\"text\":\"context.input.amount <= 100\",\"result\":\"false\",\"values\":[{"
                        + file
                        + "8,\"column\":10,\"text\":\"context.input.amount\",\"value\":\"700\"}]}]}]}]")
                .endsWith("\"erroring\":[],\"nearest\":[],\"nearestLeftOut\":0,\"notes\":[]}\n");

        Path journal = Files.createDirectory(folder.resolve("journal"));
        try (JournalFixture written = new JournalFixture(journal)) {
            written.tool("erase", Verdict.DENY, Mode.ENFORCE);
        }
        CommandRun recorded = explain("--json", "--journal", journal.toString(), "--sequence", "1");
        assertJson(recorded.out());
        assertThat(recorded.out())
                .contains("\"why\":\"default\"", "\"nearest\":[{\"id\":\"tools\"", "\"record\":{\"sequence\":1,");
        assertThat(request(REQUEST.formatted("GET", "1"), "--json").out())
                .contains("\"why\":\"problem\",\"problem\":\"the tool's name is the name of an action");
    }

    private static void assertJson(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                assertThat(parser.currentToken()).isNotNull();
            }
        }
    }

    @Test
    void shouldReadARequestFromStdin() {
        InputStream before = System.in;
        try {
            System.setIn(
                    new ByteArrayInputStream(REQUEST.formatted("refund", "7").getBytes(StandardCharsets.UTF_8)));
            assertThat(explain("--request", "-").status()).isZero();
            System.setIn(new ByteArrayInputStream(new byte[] {'{'}));
            assertThat(explain("--request", "-").err()).startsWith("stdin:1:");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldTakeEntitiesFromOnePlace() throws IOException {
        String entities =
                "[{\"uid\": {\"type\": \"User\", \"id\": \"a\"}, \"attrs\": {}, \"parents\": [{\"type\": \"G\", \"id\": \"g\"}]}]";
        Files.writeString(policy, "permit (principal in G::\"g\", action, resource);");
        Path file = Files.writeString(folder.resolve("entities.json"), entities);
        String parties =
                "{\"principal\": \"User::\\\"a\\\"\", \"action\": \"Action::\\\"x\\\"\", \"resource\": \"R::\\\"r\\\"\"";

        assertThat(request(parties + "}").status()).isEqualTo(1);
        assertThat(request(parties + "}", "--entities", file.toString()).status())
                .isZero();
        assertThat(request(parties + ", \"entities\": " + entities + "}").status())
                .isZero();
        assertUnusable(
                request(parties + ", \"entities\": []}", "--entities", file.toString()), "give them in one place");
    }

    /** What an AI agent sends must not steer a terminal. */
    @Test
    void shouldShowControlCharactersAsEscapes() throws IOException {
        Files.writeString(
                policy,
                "permit (principal, action, resource) when { context.s == \"a\" && true || \"\u202e\" == context.s };");
        CommandRun run =
                request("{\"principal\": {\"type\": \"U\", \"id\": \"\\u001b[31m\\n\"}, \"action\": \"A::\\\"x\\\"\","
                        + " \"resource\": \"R::\\\"r\\\"\", \"context\": {\"s\": \"\\u001b[2J\\u202e\"}}");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("U::\"\\u{1b}[31m\\n\"", "context.s = \"\\u{1b}[2J\\u202e\"")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void shouldNameWhatCanNotBeUsed() throws IOException {
        CommandRun broken = request("{\"principal\": 1}");
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err())
                .startsWith(folder + "/request.json:")
                .endsWith("remit: nothing is explained; correct what is named above\n");

        Files.writeString(policy, "permit (principal, action resource);");
        CommandRun syntax = request(REQUEST.formatted("refund", "7"));
        assertThat(syntax.status()).isEqualTo(2);
        assertThat(syntax.err())
                .startsWith(policy + ":1:27: ")
                .endsWith("remit: nothing is explained; correct what is named above\n");

        assertUnusable(explain("--request", folder + "/missing.json"), folder + "/missing.json is not there");
        Files.delete(policy);
        assertUnusable(request(REQUEST.formatted("refund", "7")), policy + " is not there; check the path");
    }

    private static void assertUnusable(CommandRun run, String expected) {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("remit: ").contains(expected).hasLineCount(1);
    }
}
