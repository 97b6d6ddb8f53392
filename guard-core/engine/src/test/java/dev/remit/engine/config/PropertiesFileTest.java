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
        assertThat(entries("\uFEFFa=1\n\n  # b=2 \\\nc = 3\\\n   4 \\\\\n! d\ne:5\r\nf 6\rg=\u00e4\\u00e4"))
                .containsExactly("1 a=1", "4 c=34 \\", "7 e=5", "8 f=6", "9 g=ää");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void shouldReadWhatPropertiesReads(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append("ab=: #!\\\n\r\t".charAt(random.nextInt(11)));
            }
            Properties expected = new Properties();
            expected.load(new StringReader(text.toString()));
            Map<String, String> actual = new TreeMap<>();
            List<String> problems = read(text.toString(), (key, value, line) -> actual.put(key, value));

            if (problems.isEmpty()) {
                Map<String, String> trimmed = new TreeMap<>();
                expected.forEach((key, value) -> trimmed.put((String) key, ((String) value).trim()));
                assertThat(actual)
                        .as("seed %d, round %d: %s", seed, round, text)
                        .isEqualTo(trimmed);
            }
        }
    }

    private List<String> entries(String text) throws IOException {
        List<String> entries = new ArrayList<>();
        assertThat(read(text, (key, value, line) -> entries.add(line + " " + key + "=" + value)))
                .isEmpty();
        return entries;
    }

    private List<String> read(String text, PropertiesFile.Sink sink) throws IOException {
        ConfigProblems problems = new ConfigProblems();
        new PropertiesFile(Files.writeString(folder.resolve("f"), text).toFile(), problems).readInto(sink);
        try {
            problems.throwIfAny();
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }
}
