package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditExportCommandTest {
    private static final String CSV = "--format=csv";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void record() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            journal.tool("refund", Verdict.DENY, Mode.ENFORCE);
        }
    }

    private CommandRun export(String... options) {
        return CommandRun.of(Stream.of(Stream.of("audit", "export"), Stream.of(options), Stream.of(folder.toString()))
                .flatMap(all -> all)
                .toArray(String[]::new));
    }

    @Test
    void shouldWriteWhatPrintWritesUnlessAskedOtherwise() {
        CommandRun printed = CommandRun.of("audit", "print", "--format", "jsonl", folder.toString());

        assertThat(export()).isEqualTo(printed);
        assertThat(printed.out()).hasLineCount(4);
    }

    @Test
    void shouldWriteATableOfWhatIsAskedFor() {
        CommandRun run = export(CSV, "--verdict", "deny");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("sequence,time,timestamp,kind,verdict,")
                .hasLineCount(2);
        assertThat(run.out().lines().skip(1))
                .allMatch(line -> line.contains(",decision,deny,") && line.contains("refund"));
    }

    @Test
    void shouldReplaceAFileAndKeepItForItsOwner() throws IOException {
        Path file = elsewhere.resolve("calls.csv");

        assertThat(export(CSV, "-o", file.toString())).isEqualTo(new CommandRun(0, "", ""));

        assertThat(Files.readString(file)).isEqualTo(export(CSV).out());
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        export(CSV, "--verdict=deny", "-o", file.toString());
        assertThat(file).hasContent(export(CSV, "--verdict=deny").out());
    }

    @Test
    void shouldKeepAFileWhenTheFolderIsWrong() throws IOException {
        Path file = Files.writeString(elsewhere.resolve("calls.csv"), "before");

        CommandRun run = CommandRun.of("audit", "export", "-o", file.toString(), folder + "/missing");

        assertThat(run.status()).isEqualTo(2);
        assertThat(file).hasContent("before");
    }

    @Test
    void shouldNameAFileThatCanNotBeWritten() {
        CommandRun run = export("-o", elsewhere + "/missing/calls.csv");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("remit: the export to " + elsewhere + "/missing/calls.csv is incomplete (")
                .contains("NoSuchFileException")
                .hasLineCount(1);
    }

    @Test
    void shouldNotPassForWholeWhenItsOutputIsClosed() {
        StringWriter err = new StringWriter();
        PrintWriter closed = new PrintWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        int status = RemitCommand.run(
                new String[] {"audit", "export", folder.toString()}, closed, new PrintWriter(err), Map.of());

        assertThat(status).isEqualTo(2);
        assertThat(err).hasToString("remit: the export is incomplete: stdout was closed, or could not be written\n");
    }
}
