package dev.remit.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        final CommandLine command = BenchCommand.line(new PrintStream(err, true, StandardCharsets.UTF_8));
        command.setOut(new PrintWriter(out, true));
        return command.execute(arguments);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldNameTheParts() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("Parts:\n  decision     a policy decision beside", "Exit codes", "bench/run compare")
                .contains(Parts.names());
    }

    @Test
    void shouldSayWhichPartThereIsNot() {
        assertThat(run("--only", "cals")).isEqualTo(64);
        assertThat(errors())
                .isEqualTo("bench/run: --only cals: there is no such part; there are "
                        + String.join(", ", Parts.names()) + ". See bench/run --help\n");
    }

    @Test
    void shouldSayThatAFolderIsNoJdk() {
        assertThat(run("--jdk", folder.toString())).isEqualTo(64);
        assertThat(errors()).contains("--jdk " + folder + " is no JDK: it has no bin/javac, or no file named release");
    }

    @Test
    void shouldSayThatAJdkIsTooOld() throws Exception {
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        final Path javac =
                Files.createFile(Files.createDirectory(folder.resolve("bin")).resolve("javac"));
        assertThat(javac.toFile().setExecutable(true)).isTrue();

        assertThat(run("--jdk", folder.toString())).isEqualTo(64);
        assertThat(errors()).contains("--jdk " + folder + " is Java 11; Remit runs from 17 on");
    }

    @Test
    void shouldSayThatAFolderIsNoReport() {
        assertThat(run("compare", folder.toString(), folder.toString())).isEqualTo(64);
        assertThat(errors()).contains(folder + " has no report.json: it is no report's folder");
    }

    @Test
    void shouldSayThatAnEffortIsNone() {
        assertThat(run("thorough")).isEqualTo(64);
        assertThat(errors()).contains("thorough");
    }
}
