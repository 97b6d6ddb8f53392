package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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

    private static final String FINDING = "{\"severity\":\"error\",\"file\":\"%s\",\"line\":1,\"column\":1,"
            + "\"message\":\"unexpected `allow`\",\"help\":\"`permit`, `forbid` or an annotation\",\"suggestion\":\"permit\"}";

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
        assertThat(CommandRun.of("policy", "list", text, links))
                .isEqualTo(new CommandRun(
                        0,
                        "all\tforbid\tprincipal is A in B::\"b\", action in [Action::\"x\"]\t1\t\t" + text + ":2:1\n"
                                + "alice\tpermit of template own\tprincipal == U::\"alice\"\t0\t@reason(\"theirs\")\t"
                                + text
                                + ":1:1\n" + "own\tpermit (template)\tprincipal == ?principal\t0\t@reason(\"theirs\")\t"
                                + text + ":1:1\n",
                        ""));
        assertThat(CommandRun.of("policy", "list", "--json", text).out())
                .startsWith("{\"policies\":[{\"id\":\"all\",\"effect\":\"forbid\",\"file\":\"" + text
                        + "\",\"line\":2,\"annotations\":{\"id\":\"all\"},\"policy\":{")
                .endsWith("]}\n");
    }

    @Test
    void shouldListNothingOfPoliciesWithErrors() throws IOException {
        String bad = write("bad.cedar", "allow (principal, action, resource);");
        CommandRun run = CommandRun.of("policy", "list", bad);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(bad + ":1:1: unexpected `allow`")
                .endsWith("remit: 1 error; nothing is listed\n");
        assertThat(CommandRun.of("policy", "list", "--json", bad))
                .isEqualTo(new CommandRun(
                        1, "{\"errors\":1,\"warnings\":0,\"findings\":[" + FINDING.formatted(bad) + "]}\n", ""));
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
                .isEqualTo(
                        "{\"files\":1,\"changed\":[\"" + file + "\"],\"errors\":0,\"warnings\":0,\"findings\":[]}\n");
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
        assertThat(run.err()).contains("p.cedar:1:18: ", "1 error; texts with errors are not formatted");
        assertThat(Files.readString(Path.of(file))).isEqualTo("permit (principal);");
        assertThat(CommandRun.of("policy", "format", "--write", "--check", file).status())
                .isEqualTo(2);
    }

    @Test
    void shouldFormatWhatItCanAndNameTheRest() throws IOException {
        String good = write("good.cedar", "permit(principal,action,resource);");
        String bad = write("bad.cedar", "allow (principal, action, resource);");
        assertThat(CommandRun.of("policy", "format", "-w", "--json", folder.toString()))
                .isEqualTo(new CommandRun(
                        1,
                        "{\"files\":2,\"changed\":[\"" + good + "\"],\"errors\":1,\"warnings\":0,\"findings\":["
                                + FINDING.formatted(bad) + "]}\n",
                        ""));
        assertThat(Files.readString(Path.of(good))).isEqualTo("permit (principal, action, resource);\n");
        assertThat(Files.readString(Path.of(bad))).startsWith("allow");
    }

    @Test
    void shouldFormatTheStandardInput() {
        assertThat(withInput("permit(principal,action,resource);", "policy", "format", "-"))
                .isEqualTo(new CommandRun(0, "permit (principal, action, resource);\n", ""));
        assertThat(withInput("permit(principal,action,resource);", "policy", "format", "--check", "-"))
                .isEqualTo(new CommandRun(1, "would format stdin\n", ""));
        assertThat(withInput("// é", StandardCharsets.ISO_8859_1, "policy", "format", "-"))
                .isEqualTo(new CommandRun(2, "", "remit: stdin is not a text in UTF-8; save it as UTF-8\n"));
        assertThat(withInput("", "policy", "format", "--write", "-").status()).isEqualTo(2);
    }

    private static CommandRun withInput(String text, String... args) {
        return withInput(text, StandardCharsets.UTF_8, args);
    }

    private static CommandRun withInput(String text, Charset charset, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(charset)));
        try {
            return CommandRun.of(args);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldKeepALinkToAFormattedFile() throws IOException {
        Path file = Path.of(write("real.cedar", "permit(principal,action,resource);"));
        Path link = Files.createSymbolicLink(folder.resolve("link.cedar"), Path.of("real.cedar"));
        assertThat(CommandRun.of("policy", "format", "--write", link.toString()).status())
                .isZero();
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(file)).isEqualTo("permit (principal, action, resource);\n");
    }

    @Test
    void shouldNotWriteWhatMayNotBeWritten() throws IOException {
        Path file = Path.of(write("locked.cedar", "permit(principal,action,resource);"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeThat(Files.isWritable(file))
                .as("permissions do not bind this user")
                .isFalse();
        assertThat(CommandRun.of("policy", "format", "--write", file.toString()))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "remit: " + file
                                + " can't be written: no permission; let this user write it, or run as another\n"));
    }

    @Test
    void shouldNotFormatJson() throws IOException {
        String file = write("p.json", "{\"staticPolicies\": {}}");
        CommandRun run = CommandRun.of("policy", "format", "--write", file);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith(file + ":1:1: these policies are JSON, expected Cedar's own syntax\n");
    }
}
