package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldTellTheLineOnWhichAnEntryStarts() throws IOException {
        String text = "\uFEFFa=1\n\n  # b=2 \\\nc = 3\\\n   4 \\\\\n! d\ne:5\r\nf 6\rg=\u00e4\\u00e4";

        assertThat(read(text))
                .containsExactly(
                        new Entry("1", "a", "1"),
                        new Entry("4", "c", "34 \\"),
                        new Entry("7", "e", "5"),
                        new Entry("8", "f", "6"),
                        new Entry("9", "g", "ää"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void shouldReadWhatPropertiesReads(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append("ab=: #!\\\n\r\t".charAt(random.nextInt(11)));
            }
            Properties expected = new Properties();
            expected.load(new StringReader(text.toString()));
            Map<String, String> actual = new TreeMap<>();
            try {
                for (Entry entry : read(text.toString())) {
                    actual.put(entry.key(), entry.value());
                }
            } catch (IllegalArgumentException e) {
                assertThat(e)
                        .hasMessage("not of the form key=value"); // a line of nothing but a backslash, which Properties
                // skips
                continue;
            }
            Map<String, String> trimmed = new TreeMap<>();
            expected.forEach((key, value) -> trimmed.put((String) key, ((String) value).trim()));
            assertThat(actual).as("seed %d, round %d: %s", seed, round, text).isEqualTo(trimmed);
        }
    }

    private record Entry(String place, String key, String value) {}

    private List<Entry> read(String text) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Path path = Files.writeString(folder.resolve("f"), text);
        try (PropertiesFile file = new PropertiesFile(path.toFile())) {
            while (file.next()) {
                entries.add(new Entry(file.place().substring(path.toString().length() + 1), file.key(), file.value()));
            }
        }
        return entries;
    }
}
