package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code policy check}, {@code list} and {@code format}. */
class PolicyFilesCommandsTest {
    private static final String TOOL = "forbid (principal, action == Remit::Action::\"refund\", resource)";

    @TempDir
    Path folder;

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "permit (principal, action, resource) when { 1 == 2 }; ==> p.cedar:1:1: warning: the policy can never apply",
                "permit (principal, action, resource) when { 1 == 1 }; ==> p.cedar:1:45: warning: the condition is true in every request",
                "permit (principal == A::\"a\", action, resource); forbid (principal is A, action, resource); ==> the permit takes no effect: the forbid",
                "permit (principal == A::\"a\", action, resource); permit (principal, action, resource); ==> the permit adds nothing: `",
                "permit (principal == A::\"a\", action in [Action::\"x\"], resource); permit (principal in A::\"a\", action in [Action::\"x\", Action::\"y\"], resource); ==> the permit adds nothing",
                "TOOL when { context.input.amount > 3 }; ==> where `amount` is absent this forbid can't be evaluated, and refuses the call; ask `context.input has amount &&` first",
            })
    void shouldWarnOfWhatIsHardlyMeant(String policies, String warning) throws IOException {
        CommandRun run = CommandRun.of("policy", "check", write("p.cedar", policies.replace("TOOL", TOOL)));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains(warning).contains("^");
        assertThat(run.out()).endsWith("no errors, 1 warning\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "TOOL when { context.input has amount && context.input.amount > 3 };",
                "TOOL when { context has input && context.input has a.b && context.input.a.b > 3 };",
                "TOOL when { if context.input has amount then context.input.amount > 3 else true };",
                "permit (principal in A::\"a\", action, resource); permit (principal == A::\"b\", action, resource);",
                "permit (principal, action, resource) when { principal.x }; permit (principal == A::\"b\", action, resource);",
            })
    void shouldWarnOfNothingElse(String policies) throws IOException {
        CommandRun run = CommandRun.of("policy", "check", write("p.cedar", policies.replace("TOOL", TOOL)));
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("no errors\n");
    }

    @Test
    void shouldCheckAgainstASchema() throws IOException {
        String schema =
                write("s.cedarschema", "entity A = {age: Long}; action view appliesTo { principal: A, resource: A };");
        String policies = write("p.cedar", "permit (principal, action, resource) when { principal.aged > 3 };");
        CommandRun run = CommandRun.of("policy", "check", "--schema", schema, policies);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("p.cedar:1:45: error: `A` has no attribute `aged`; did you mean `age`?");

        String broken = write("b.cedarschema", "entity A = {age: Lnog};");
        assertThat(CommandRun.of("policy", "check", "--schema", broken, policies)
                        .err())
                .contains("b.cedarschema:1:18: ");

        String entities =
                write("e.json", "[{\"uid\": {\"type\": \"A\", \"id\": \"a\"}, \"attrs\": {}, \"parents\": []}]");
        assertThat(CommandRun.of("policy", "check", "--schema", schema, "--entities", entities, policies)
                        .err())
                .contains("e.json:1:45: the attribute `age` is missing");
    }

    @Test
    void shouldWarnOfAToolThatNobodyCalled() throws IOException {
        Path journal = Files.createDirectory(folder.resolve("journal"));
        try (JournalFixture fixture = new JournalFixture(journal)) {
            fixture.tool("refund", Verdict.ALLOW, Mode.OBSERVE);
        }
        String policies = write(
                "p.cedar",
                "permit (principal, action in [Remit::Action::\"refund\", Remit::Action::\"refnud\", Remit::Action::\"GET\"], resource);");
        CommandRun run = CommandRun.of("policy", "check", "--journal", journal.toString(), policies);
        assertThat(run.status()).isZero();
        assertThat(run.err())
                .contains(
                        "warning: no call of a tool named `refnud` has been seen; check its spelling; known are refund")
                .doesNotContain("`GET`");
    }

    @Test
    void shouldPrintFindingsAsJson() throws IOException {
        String policies =
                write("p.cedar", "permit (principal, action, resource) when { 1 == 2 };\npermit (principal);");
        assertThat(CommandRun.of("policy", "check", "--json", policies).out())
                .startsWith(
                        "{\"files\":1,\"policies\":0,\"errors\":1,\"warnings\":0,\"findings\":[{\"severity\":\"error\",\"file\":\""
                                + policies + "\",\"line\":2,\"column\":18,\"message\":\"");
    }

    @Test
    void shouldListPolicies() throws IOException {
        String text = write(
                "p.cedar",
                "@id(\"own\") @reason(\"theirs\") permit (principal == ?principal, action, resource);\n"
                        + "@id(\"all\") forbid (principal is A in B::\"b\", action in [Action::\"x\"], resource) when { true };");
        String links = write(
                "l.cedar.json",
                "{\"templateLinks\": [{\"templateId\": \"own\", \"newId\": \"alice\", \"values\": {\"?principal\": {\"type\": \"U\", \"id\": \"alice\"}}}]}");
        CommandRun run = CommandRun.of("policy", "list", text, links);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "id effect head conditions at",
                        "all forbid principal is A in B::\"b\", action in [Action::\"x\"] 1 " + text + ":2:1",
                        "alice permit of template own principal == U::\"alice\" 0 " + text + ":1:1",
                        "own permit (template) principal == ?principal 0 " + text + ":1:1",
                        "2 policies, 1 template");
        assertThat(CommandRun.of("policy", "list", "--json", text).out())
                .startsWith("{\"policies\":[{\"id\":\"all\",\"effect\":\"forbid\",\"file\":\"" + text
                        + "\",\"line\":2,\"annotations\":{\"id\":\"all\"},\"policy\":{")
                .endsWith("]}\n");
        assertThat(CommandRun.of("policy", "list", write("bad.cedar", "permit")).status())
                .isEqualTo(1);
    }

    @Test
    void shouldFormat() throws IOException {
        String ugly = "// mine\npermit(principal,action,resource)when{context.a==1};";
        String file = write("p.cedar", ugly);
        CommandRun printed = CommandRun.of("policy", "format", file);
        assertThat(printed.status()).isZero();
        assertThat(printed.out()).startsWith("// mine\npermit (principal, action, resource)\n");
        assertThat(Files.readString(Path.of(file))).isEqualTo(ugly);

        assertThat(CommandRun.of("policy", "format", "--check", file))
                .isEqualTo(new CommandRun(1, "would format " + file + "\n", ""));
        assertThat(CommandRun.of("policy", "format", "--check", "--json", file).out())
                .isEqualTo("{\"changed\":[\"" + file + "\"]}\n");
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(CommandRun.of("policy", "format", "--write", file))
                .isEqualTo(new CommandRun(0, "formatted " + file + "\n", ""));
        assertThat(Files.readString(Path.of(file))).isEqualTo(printed.out());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))))
                .isEqualTo("rw-r-----");
        assertThat(CommandRun.of("policy", "format", "--check", file)).isEqualTo(new CommandRun(0, "", ""));
        assertThat(Files.list(folder)).containsExactly(Path.of(file));
    }

    @Test
    void shouldLeaveAFileWithErrorsAsItIs() throws IOException {
        String file = write("p.cedar", "permit (principal);");
        CommandRun run = CommandRun.of("policy", "format", "--write", file);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("p.cedar:1:18: ", "1 error; files with errors are left as they are");
        assertThat(Files.readString(Path.of(file))).isEqualTo("permit (principal);");
        assertThat(CommandRun.of("policy", "format", "--write", "--check", file).status())
                .isEqualTo(2);
    }
}
