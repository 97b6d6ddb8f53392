package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemitCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "config --help",
                "status --help",
                "audit --help",
                "audit print --help",
                "audit tail -h",
                "policy --help",
                "policy suggest --help",
                "policy check --help",
                "policy explain --help",
                "version --help"
            })
    void shouldShowUsageExamplesAndExitStatus(String command) {
        CommandRun run = CommandRun.of(command.split(" "));

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: java -jar remit.jar").contains("Examples:\n  ", "Exit status:\n  0");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | remit: Missing required subcommand. See: java -jar remit.jar --help",
                "audit | remit: Missing required subcommand. See: java -jar remit.jar audit --help",
                "polcy | did you mean policy",
                "audit prnt x | did you mean print",
                "--nonsense | Unknown option: '--nonsense'. See: java -jar remit.jar --help",
                "audit print | Missing required parameter: 'DIR'. See: java -jar remit.jar audit print --help",
                "audit print a b | Unmatched argument at index 3: 'b'",
                "audit print --format xml a | 'xml'",
                "audit print --verdict maybe a | but was 'maybe'",
                "audit print --since yesterday a | 'yesterday' is no time; write an age such as 10m or 2h, or a time such as 2026-01-31T08:00:00Z",
                "audit print --sinc 1h a | --since",
                "config --config | Missing required parameter for option '--config' (FILE)",
                "config surplus | Unmatched argument",
                "status a b | Unmatched argument at index 2: 'b'",
                "policy check | Missing required parameter: 'PATH'",
                "policy suggest | Missing required parameter: 'DIR'",
                "policy explain --request r | Missing required option: '--policy=PATH'",
                "policy explain --policy p | Missing required argument (specify one of these): (--request=FILE | (--journal=DIR --sequence=N))",
                "policy explain --policy p --journal j | Missing required argument(s): --sequence=N",
                "policy explain --policy p --journal j --sequence one | 'one' is not a long",
                "policy explain --policy p --request r --journal j --sequence 1 | mutually exclusive",
                "policy explain --policy p --mode strict --request r | but was 'strict'",
                "version now | Unmatched argument",
            })
    void shouldRefuseAWrongCommandLineInOneLine(String command, String expected) {
        CommandRun run = CommandRun.of(command.isEmpty() ? new String[0] : command.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("remit: ")
                .contains(expected)
                .endsWith("--help\n")
                .hasLineCount(1);
    }

    @Test
    void shouldPrintTheVersion() {
        CommandRun run = CommandRun.of("version");

        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("Remit \\S+ \\(Java \\S+\\)\n");
    }
}
