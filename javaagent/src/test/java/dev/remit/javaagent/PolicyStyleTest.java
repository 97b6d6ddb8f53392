package dev.remit.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.format.PolicyFormatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that come with the project look as {@code policy format} writes them. */
class PolicyStyleTest {
    private static final Pattern CEDAR = Pattern.compile("```cedar\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/policy.md"})
    void shouldShowFormattedPolicies(String page) throws IOException {
        for (MatchResult block : CEDAR.matcher(Files.readString(Path.of("..").resolve(page)))
                .results()
                .toList()) {
            assertThat(PolicyFormatter.format(page, block.group(1))).isEqualTo(block.group(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/examples",
                "sample-apps/support/policies",
                "sample-apps/delegation/policies",
                "javaagent/it/src/test/guarded/policies"
            })
    void shouldHaveFormattedFiles(String folder) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("..").resolve(folder))) {
            files = all.filter(file -> file.toString().endsWith(".cedar")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            final String text = Files.readString(file);
            assertThat(PolicyFormatter.format(file.toString(), text)).isEqualTo(text);
        }
    }
}
