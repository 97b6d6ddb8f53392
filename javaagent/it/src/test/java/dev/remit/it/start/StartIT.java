package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Asking;
import dev.remit.it.app.Calls;
import dev.remit.it.app.OldJava;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator sees when an application starts under the flag. */
class StartIT {
    private static final String PERMIT_ALL = "@id(\"all\") permit (principal, action, resource);";

    @TempDir
    Path folder;

    @Test
    void shouldObserveAndReportWithNoConfigurationAtAll() throws Exception {
        final GuardedJvm jvm = new GuardedJvm(folder).guarded();
        final GuardedJvm.Result result = jvm.run(Calls.class);

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("main\n").contains("exec: 0");
        assertThat(result.errLines()).hasSizeLessThanOrEqualTo(12);
        assertThat(result.err())
                .contains("observe: everything goes on and is recorded")
                .contains("spiffe://localhost/dev.remit.it.app.Calls")
                .contains("policy suggest " + folder.resolve("remit-audit"));
        assertThat(jvm.audit("print", folder.resolve("remit-audit").toString()).out())
                .contains("guard_started", "Remit::Action::\"Connect\"", "Remit::Action::\"Exec\"", "guard_stopped");
    }

    @Test
    void shouldSayNothingOfItsOwnWhenTheReportIsOff() throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .file("p.cedar", PERMIT_ALL)
                .guarded("mode=enforce", "policy=p.cedar", "report=off")
                .run(Calls.class);

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("main\n").contains("exec: 0");
        assertThat(result.status()).isZero();
    }

    @Test
    void shouldLeaveNothingBehindButTheJournal() throws Exception {
        new GuardedJvm(folder).guarded("report=off").run(Calls.class);

        assertThat(below(folder.resolve("home"))).isEmpty();
        assertThat(below(folder.resolve("tmp"))).isEmpty();
        assertThat(below(folder))
                .containsExactlyInAnyOrder("home", "tmp", "stdout", "stderr", "remit.properties", "remit-audit");
        assertThat(Files.getPosixFilePermissions(folder.resolve("remit-audit"))).hasSize(3);
    }

    @Test
    void shouldRefuseWhatThePolicyDoesNotPermit() throws Exception {
        final GuardedJvm jvm = new GuardedJvm(folder)
                .file("policies/p.cedar", "permit (principal, action == Remit::Action::\"Exec\", resource);")
                .guarded("mode=enforce", "policy=policies", "report=off");
        final GuardedJvm.Result result = jvm.run(Calls.class);

        assertThat(result.out())
                .contains("connect: Remit refused this call: action=Connect")
                .contains("exec: 0");
        final GuardedJvm.Result denied = jvm.audit("print", "--verdict", "deny", "--format", "jsonl", "remit-audit");
        assertThat(denied.out().lines().toList()).singleElement().asString().contains("Host::\\\"127.0.0.1:9\\\"");
    }

    @Test
    void shouldRecordWhatWouldHaveBeenRefusedInObserve() throws Exception {
        final GuardedJvm jvm = new GuardedJvm(folder)
                .file("p.cedar", "permit (principal, action == Remit::Action::\"Exec\", resource);")
                .guarded("policy=p.cedar", "report=off");
        final GuardedJvm.Result result = jvm.run(Calls.class);

        assertThat(result.out()).contains("connect: Connection refused").contains("exec: 0");
        assertThat(jvm.audit("print", "--verdict", "deny", "--format", "jsonl", "remit-audit")
                        .out())
                .contains("\"mode\":\"observe\"");
    }

    @Test
    void shouldSayFromOutsideWhetherTheGuardRuns() throws Exception {
        final List<String> status = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                GuardedJvm.jar().toString(),
                "status",
                "remit-audit");
        final GuardedJvm.Result running = new GuardedJvm(folder)
                .file("p.cedar", PERMIT_ALL)
                .guarded("mode=enforce", "policy=p.cedar", "report=off")
                .run(Asking.class, status.toArray(new String[0]));
        assertThat(running.out())
                .contains(": running\n", "  mode       enforce\n")
                .endsWith("status: 0\n");

        final GuardedJvm.Result stopped =
                new GuardedJvm(folder).tool("java", status.subList(1, 5).toArray(new String[0]));
        assertThat(stopped.status()).isEqualTo(1);
        assertThat(stopped.out()).contains(": stopped 20");
    }

    @Test
    void shouldSuggestAPolicyThatThenServes() throws Exception {
        new GuardedJvm(folder).guarded("report=off").run(Calls.class);
        final GuardedJvm.Result suggested = new GuardedJvm(folder)
                .tool("java", "-jar", GuardedJvm.jar().toString(), "policy", "suggest", "remit-audit");
        assertThat(suggested.status()).isZero();

        final GuardedJvm.Result result = new GuardedJvm(folder)
                .file("suggested.cedar", suggested.out())
                .guarded("mode=enforce", "policy=suggested.cedar", "report=off")
                .run(Calls.class);
        assertThat(result.out()).contains("connect: Connection refused").contains("exec: 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=enforce;policy=broken.cedar | broken.cedar:1:",
                "mode=enforce;policy=missing.cedar | missing.cedar",
                "mode=enforce;policy=empty | .cedar",
                "mode=enforce;policy=p.cedar;entities=broken.json | broken.json:1:",
                "mode=enforce;policy=p.cedar;audit.dir=/proc/remit | /proc/remit",
                "mode=enforce;policy=p.cedar;audit.redact=p.cedar | p.cedar:1:",
                "mode=enforce;policy=p.cedar;audit.anchor=http://acme.com | audit.anchor",
                "mode=enforce | mode=enforce without a policy",
                "mode=enforce;policy=p.cedar;audit.dri=x | audit.dir",
                "mode=enfroce | mode=enfroce",
                "identity=https://example.org/x | identity=https://example.org/x",
                "mode=enforce;policy=p.cedar;schema=p.cedar | p.cedar:1:",
                "mode=enforce;policy=p.cedar;schema=s.cedarschema | no action of the schema takes such"
            })
    void shouldNotStartTheApplicationOnBadInput(String lines, String named) throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .file("p.cedar", PERMIT_ALL)
                .file("broken.cedar", "permit (principal, action resource);\n")
                .file("broken.json", "[{]")
                .file("s.cedarschema", "entity A; action a;")
                .guarded(lines.split(";"))
                .run(Calls.class);

        assertThat(result.status()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("Remit: the application was not started: ")
                .contains(named);
        assertThat(result.err()).doesNotContain("\tat ");
    }

    @Test
    void shouldShowTheLineAndACaretForASyntaxError() throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .file("broken.cedar", "permit (principal, action resource);\n")
                .guarded("mode=enforce", "policy=broken.cedar")
                .run(Calls.class);

        assertThat(result.err())
                .contains("permit (principal, action resource);")
                .contains("^")
                .contains("expected");
    }

    @Test
    void shouldGoOnUnguardedInObserveWhenTheJournalFolderCannotBeWritten() throws Exception {
        final GuardedJvm.Result result =
                new GuardedJvm(folder).guarded("audit.dir=/proc/remit").run(Calls.class);

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("main\n");
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .contains("unguarded")
                .contains("/proc/remit");
    }

    @Test
    void shouldNotStartOnAMissingConfigurationFile() throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .flag("-javaagent:" + GuardedJvm.jar() + "=nowhere.properties")
                .run(Calls.class);

        assertThat(result.status()).isEqualTo(78);
        assertThat(result.err()).contains("nowhere.properties");
    }

    @Test
    void shouldGuardOnceWhenTheFlagIsGivenTwice() throws Exception {
        final GuardedJvm.Result result =
                new GuardedJvm(folder).guarded().guarded().run(Calls.class);

        assertThat(result.status()).isZero();
        assertThat(result.err()).containsOnlyOnce("guards this JVM");
    }

    @Test
    void shouldNotStartWithTwoDifferentConfigurations() throws Exception {
        final GuardedJvm.Result result =
                new GuardedJvm(folder).guarded().guarded("mode=observe").run(Calls.class);

        assertThat(result.status()).isEqualTo(78);
        assertThat(result.err()).contains("-javaagent is given twice");
    }

    @Test
    void shouldPassOverToolsOfTheJdkQuietly() throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + GuardedJvm.jar())
                .tool("javac", "-version");

        assertThat(result.status()).isZero();
        assertThat(result.errLines()).allMatch(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
        assertThat(folder.resolve("remit-audit")).doesNotExist();
    }

    @Test
    void shouldGuardASourceLauncherForItRunsTheUsersCode() throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .file(
                        "Main.java",
                        "public class Main { public static void main(String[] a) { System.out.println(\"hi\"); } }")
                .guarded()
                .tool(
                        "java",
                        "-javaagent:" + GuardedJvm.jar(),
                        folder.resolve("Main.java").toString());

        assertThat(result.out()).isEqualTo("hi\n");
        assertThat(result.err()).contains("guards this JVM");
    }

    @Test
    void shouldNeedJava17AndSaySo() throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .classPath(Path.of("target/test-classes").toAbsolutePath() + ":" + GuardedJvm.jar())
                .run(OldJava.class);

        assertThat(result.status()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines()).singleElement().asString().contains("Java 17 or later; this is Java 11");
        try (JarFile jar = new JarFile(GuardedJvm.jar().toFile());
                DataInputStream launcher =
                        new DataInputStream(jar.getInputStream(jar.getEntry("dev/remit/javaagent/RemitAgent.class")))) {
            launcher.readInt();
            launcher.readUnsignedShort();
            assertThat(launcher.readUnsignedShort())
                    .as("class file version: Java 8")
                    .isEqualTo(52);
        }
    }

    private static List<String> below(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
