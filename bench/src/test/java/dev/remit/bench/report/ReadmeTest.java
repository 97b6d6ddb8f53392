package dev.remit.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's figures are those of a report that lies beside it. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern REPORT = Pattern.compile("\\((bench/results/[^)]+/report\\.md)\\)");

    @Test
    void shouldQuoteItsReportToTheLetter() throws Exception {
        final String section = section(Files.readString(ROOT.resolve("README.md")));
        final Matcher link = REPORT.matcher(section);
        assertThat(link.find()).as("the section names its report").isTrue();
        final List<String> report = Files.readAllLines(ROOT.resolve(link.group(1)));

        assertThat(report.get(0)).contains("full");
        assertThat(section.lines().filter(line -> line.startsWith("|")))
                .hasSizeGreaterThan(5)
                .isSubsetOf(report);
    }

    private static String section(String readme) {
        final int start = readme.indexOf("\n## What it costs\n");
        assertThat(start).isPositive();
        return readme.substring(start, readme.indexOf("\n## ", start + 1));
    }
}
