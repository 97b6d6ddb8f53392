package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditStatsCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void record() throws IOException {
        try (JournalFixture journal = new JournalFixture(folder)) {
            for (int i = 0; i < 8; i++) {
                journal.tool("lookUp", Verdict.ALLOW, Mode.ENFORCE);
            }
            journal.inSession("s", "no-refunds").tool("re\u001B[2Jfund", Verdict.DENY, Mode.ENFORCE);
            journal.decision(
                    Category.HTTP,
                    JournalFixture.AGENT,
                    "GET",
                    "Remit::Host::\"acme.com:443\"",
                    Verdict.DENY,
                    Mode.ENFORCE,
                    90);
        }
    }

    private CommandRun stats(String... options) {
        return CommandRun.of(Stream.of(Stream.of("audit", "stats"), Stream.of(options), Stream.of(folder.toString()))
                .flatMap(all -> all)
                .toArray(String[]::new));
    }

    @Test
    void shouldShowTablesAndCharts() {
        CommandRun run = stats();

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("10 decisions, 2 denied; 12 records read\n\nOver time, UTC, a column for 5 min\n")
                .contains("\nVerdicts\n  allow           8    80.0 %  ███████████████████▎\n")
                .contains("\nDenied, by policy\n  no-refunds           2   100.0 %  ████████████████████████\n")
                .contains("\nDenied, by action\n", "re\\u001b[2Jfund", "\nHosts\n  acme.com:443 ")
                .doesNotContain("\u001B");
    }

    @Test
    void shouldCountWhatTheFiltersChoose() {
        assertThat(stats("--verdict", "allow").out())
                .startsWith("8 decisions, 0 denied; 12 ")
                .doesNotContain("Denied");
        assertThat(stats("--until", "1h").out()).startsWith("1 decisions, 1 denied; 12 ");
        assertThat(stats("--top", "1").out()).contains("\nTools\n  lookUp", "\n  others ");
        assertThat(stats("--top", "0").err()).startsWith("remit: --top wants how many names to show, not 0. See: ");
    }

    @Test
    void shouldPrintJson() {
        CommandRun run = stats("--json", "--top", "1");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("{\"records\":12,\"damaged\":0,\"decisions\":10,\"denied\":2,\"refusedRecords\":0,"
                        + "\"verdicts\":{\"top\":[{\"name\":\"allow\",\"count\":8}],\"others\":2},")
                .contains(
                        "\"deniedBy\":{\"action\":{\"top\":[",
                        "\"latency\":{}",
                        "\"timeline\":{\"widthNs\":300000000000,")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1234, 1.23 µs",
        "45678, 45.7 µs",
        "1000000, 1 ms",
        "123456789, 123 ms",
        "5000000000, 5 s",
        "60000000000, 1 min",
        "900000000000, 15 min",
        "14400000000000, 4 h",
        "604800000000000, 7 d"
    })
    void shouldWriteTimesShort(long ns, String text) {
        assertThat(StatsText.seconds(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 8, ''", "8, 8, ████", "1, 8, ▌", "1, 100000, ▏", "4, 8, ██"})
    void shouldDrawBars(long value, long whole, String bar) {
        assertThat(Bars.across(value, whole, 4)).isEqualTo(bar);
    }

    @Test
    void shouldDrawColumns() {
        assertThat(Bars.upright(java.util.List.of(0L, 1L, 50L, 100L))).isEqualTo(" ▁▅█");
        assertThat(Bars.upright(java.util.List.of())).isEmpty();
    }
}
