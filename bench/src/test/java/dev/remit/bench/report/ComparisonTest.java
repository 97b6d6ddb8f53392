package dev.remit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Report report(Figure tool) {
        final Section section = Section.of("Calls", "");
        final Table table = section.table(Table.of("enforce", "", "p50", "p99"));
        table.row("a tool", tool, null);
        return new Report("", Map.of(), List.of(), List.of(section));
    }

    private static Comparison.Line compare(double before, double after, double noise) {
        final List<Comparison.Line> lines = Comparison.of(
                report(new Figure(before, noise, Unit.NANOSECONDS)),
                report(new Figure(after, noise, Unit.NANOSECONDS)));
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void shouldTellHowManyTimesAsMuchItIs() {
        assertThat(compare(200, 300, 1).ratio()).isEqualTo(1.5);
    }

    @Test
    void shouldTellAChangeFromNoise() {
        assertThat(compare(200, 300, 1).isBeyondNoise()).isTrue();
        assertThat(compare(200, 300, 60).isBeyondNoise()).isFalse();
    }

    @Test
    void shouldTakeNothingForAChangeThatTwoRunsDifferBy() {
        assertThat(compare(200, 208, 0).isBeyondNoise()).isFalse();
    }

    @Test
    void shouldLeaveOutWhatOnlyOneHas() {
        final Report other = new Report("", Map.of(), List.of(), List.of(Section.of("Start", "")));
        assertThat(Comparison.of(report(Figure.of(1, Unit.COUNT)), other)).isEmpty();
    }
}
