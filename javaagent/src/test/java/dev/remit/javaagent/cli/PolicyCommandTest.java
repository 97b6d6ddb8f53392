package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import dev.remit.engine.policy.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    private static final EntityUid AGENT = EntityUid.of(Vocabulary.AGENT, "spiffe://acme.com/support/agent");
    private static final EntityUid TOOLS = EntityUid.of(Vocabulary.TOOLSET, "com.acme.Tools");

    @TempDir
    Path folder;

    @Test
    void shouldSuggestAPolicyThatPermitsWhatWasObservedAndNothingElse() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("look \"up\"\n", Verdict.ALLOW, Mode.OBSERVE);
            journal.tool("wouldBeDenied", Verdict.DENY, Mode.OBSERVE);
            journal.tool("refused", Verdict.DENY, Mode.ENFORCE);
            journal.decision(
                    Category.HTTP,
                    JournalFixture.WORKLOAD,
                    "GET",
                    "Remit::Host::\"h:443\"",
                    Verdict.ALLOW,
                    Mode.OBSERVE,
                    0);
        }

        CommandRun run = CommandRun.of("policy", "suggest", folder.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("// Journal: " + folder, "// Calls:   3, from ", "// Left out: 1 that were refused");
        CompiledPolicies policies = PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("suggested", run.out()))),
                EntityStore.empty(),
                ErrorMode.GUARD);
        EntityUid workload = EntityUid.of(Vocabulary.WORKLOAD, "spiffe://acme.com/support");
        EntityUid host = EntityUid.of(Vocabulary.HOST, "h:443");
        assertThat(decide(policies, AGENT, "look \"up\"\n", TOOLS)).isEqualTo(Decision.ALLOW);
        assertThat(decide(policies, AGENT, "wouldBeDenied", TOOLS)).isEqualTo(Decision.ALLOW);
        assertThat(decide(policies, workload, "GET", host)).isEqualTo(Decision.ALLOW);
        assertThat(decide(policies, AGENT, "refused", TOOLS)).isEqualTo(Decision.DENY);
        assertThat(decide(policies, AGENT, "GET", host)).isEqualTo(Decision.DENY);
        assertThat(decide(policies, workload, "POST", host)).isEqualTo(Decision.DENY);

        Path file = Files.writeString(folder.resolve("suggested.cedar"), run.out());
        assertThat(CommandRun.of("policy", "check", file.toString()))
                .isEqualTo(new CommandRun(0, "2 policies in 1 file, no errors\n", ""));
    }

    private static int decide(CompiledPolicies policies, EntityUid principal, String action, EntityUid resource) {
        RequestFrame frame = policies.newFrame();
        frame.reset();
        frame.principal(policies.resolve(principal, List.of(), Map.of()));
        frame.action(policies.resolve(Vocabulary.action(action), List.of(), Map.of()));
        frame.resource(policies.resolve(resource, List.of(), Map.of()));
        return policies.decide(frame);
    }

    @Test
    void shouldSuggestNothingFromAJournalWithoutCalls() throws IOException {
        new JournalFixture(folder).close();

        CommandRun run = CommandRun.of("policy", "suggest", folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("remit: " + folder + " shows no call that could be permitted; ")
                .hasLineCount(1);
    }

    @Test
    void shouldNameAFolderWithoutAJournal() {
        CommandRun run = CommandRun.of("policy", "suggest", folder + "/missing");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(folder + "/missing is not a folder").hasLineCount(1);
    }

    @Test
    void shouldCheckFilesAndFoldersTogether() throws IOException {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(below.resolve("one.cedar"), "@id(\"one\") permit (principal, action, resource);");
        Files.writeString(below.resolve("notes.txt"), "not a policy");
        Path two = Files.writeString(
                folder.resolve("two"), "@id(\"two\") forbid (principal == A::\"a\", action, resource);");

        assertThat(CommandRun.of("policy", "check", folder + "/a", two.toString()))
                .isEqualTo(new CommandRun(0, "2 policies in 2 files, no errors\n", ""));
    }

    @Test
    void shouldCheckTemplatesWithLinksInAnotherFile() throws IOException {
        Files.writeString(
                folder.resolve("own.cedar"), "@id(\"own\") permit (principal == ?principal, action, resource);");
        Files.writeString(folder.resolve("entities.json"), "[]");
        Path links = Files.writeString(folder.resolve("links.cedar.json"), """
                {"templateLinks": [{"templateId": "own", "newId": "one", "values": {"?principal": {"type": "A", "id": "a"}}}]}
                """);

        assertThat(CommandRun.of("policy", "check", folder.toString()))
                .isEqualTo(new CommandRun(0, "1 policy in 2 files, no errors\n", ""));
        assertThat(CommandRun.of("policy", "check", links.toString()).err())
                .startsWith(links + ":1:35: there is no template `own`, expected the id of a template\n");
    }

    @Test
    void shouldShowEveryErrorWithItsPlace() throws IOException {
        Path one = Files.writeString(folder.resolve("one.cedar"), "@id(\"x\")\npermit (principal, action resource);\n");
        Path two = Files.writeString(
                folder.resolve("two.cedar"), "@id(\"y\") permit (principal, action, resource);\n".repeat(2));

        CommandRun run = CommandRun.of("policy", "check", folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(one + ":2:27: ", "\n  permit (principal, action resource);\n  ", "^\n", two + ":2:1: ")
                .endsWith("remit: 2 errors; correct them, the guard takes none of these policies\n");
    }

    @Test
    void shouldShowWhatNoRequestCouldEvaluate() throws IOException {
        Path file = Files.writeString(folder.resolve("one.cedar"), """
                @id("loopback")
                forbid (principal, action, resource)
                when { ip("300.1.1.1").isLoopback() };
                """);

        CommandRun run = CommandRun.of("policy", "check", folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(file + """
                :3:8: the policy `loopback` can't be evaluated in any request: the text is no such value: `ip("300.1.1.1")`
                  when { ip("300.1.1.1").isLoopback() };
                         ^
                remit: 1 error; correct them, the guard takes none of these policies
                """);
    }

    @Test
    void shouldNameWhatCanNotBeRead() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path binary = Files.write(folder.resolve("binary.cedar"), new byte[] {(byte) 0xC3, (byte) 0x28});
        assertUnusable(
                CommandRun.of("policy", "check", folder + "/missing"),
                folder + "/missing is not there; check the path");
        assertUnusable(
                CommandRun.of("policy", "check", empty.toString()), empty + " holds no file that ends in .cedar");
        assertUnusable(CommandRun.of("policy", "check", binary.toString()), binary + " is not a text in UTF-8");

        Path locked = Files.writeString(folder.resolve("locked.cedar"), "");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(locked))
                .as("permissions do not bind this user")
                .isFalse();
        assertUnusable(CommandRun.of("policy", "check", locked.toString()), "no permission");
    }

    private static void assertUnusable(CommandRun run, String expected) {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("remit: ").contains(expected).hasLineCount(1);
    }
}
