package dev.remit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportFolderTest {
    @TempDir
    Path folder;

    private Report report;

    @BeforeEach
    void write() throws Exception {
        final Section section = Section.of("Calls", "What was measured.");
        final Table table = section.table(Table.of("Java 17: enforce", "", "p50", "bytes"));
        table.row("a tool", new Figure(620, 31, Unit.NANOSECONDS), null);
        section.goals().add(Goal.atMost("a tool p50", new Figure(620, 31, Unit.NANOSECONDS), 500, "the ring"));
        section.goals().add(Goal.atLeast("answers", Figure.of(100, Unit.PER_SECOND), 99, "none"));
        final Plot plot = section.plot(Plot.of(
                "calls", "A tool", new Plot.Axis("calls", Plot.Scale.PERCENTILE), new Plot.Axis("ns", Plot.Scale.LOG)));
        final Plot.Curve curve = Plot.Curve.of("guarded");
        curve.point(0, 100);
        curve.point(50, 620);
        curve.point(99.9, 9_000);
        plot.curves().add(curve);
        report = new Report(
                "2026-01-01, quick",
                new LinkedHashMap<>(Map.of("cores", "2")),
                List.of("It was busy."),
                List.of(section));
        ReportFolder.write(report, folder);
    }

    @Test
    void shouldGiveBackWhatWasWritten() throws Exception {
        assertThat(ReportFolder.read(folder)).isEqualTo(report);
    }

    @Test
    void shouldSayEachFigureAndGoalInMarkdown() throws Exception {
        assertThat(Files.readString(folder.resolve("report.md")))
                .startsWith("# What the guard costs: 2026-01-01, quick\n\n> **It was busy.**\n")
                .contains("| cores | 2 |\n")
                .contains("| a tool p50 | 620 ns | ≤ 500 ns | **missed: 1.24×** | the ring |\n")
                .contains("| answers | 100/s | ≥ 99/s | met |  |\n")
                .contains("\n**Java 17: enforce**\n\n|  | p50 | bytes |\n|---|---|---|\n| a tool | 620 ns ± 5 % |  |\n")
                .contains("![A tool](calls.svg)");
    }

    @Test
    void shouldDrawEachPlot() throws Exception {
        final DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        // The document type is on a host that nobody is to ask.
        builder.setEntityResolver((name, address) -> new InputSource(new StringReader("")));
        assertThat(builder.parse(folder.resolve("calls.svg").toFile())
                        .getDocumentElement()
                        .getTextContent())
                .contains("A tool", "guarded", "calls");
    }

    @Test
    void shouldSumUpTheGoals() {
        assertThat(ReportFolder.summary(report).lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("missed: 1.24×").contains("620 ns  ≤ 500 ns"));
    }
}
