package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.PolicyTokens;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
import dev.remit.cedar.parse.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error is reported, each with what was probably meant, and none that is there only because of another. */
class SyntaxRecoveryTest {

    private static List<SyntaxError> errors(String text) {
        try {
            PolicyParser.parse(List.of(new PolicySource("p", text)));
            return List.of();
        } catch (PolicySyntaxException e) {
            return e.errors();
        }
    }

    /** Texts, and behind each its errors after an exclamation mark. */
    static Stream<String> cases() throws IOException {
        return Arrays.stream(Files.readString(Path.of("src/test/resources/syntax-errors.txt"))
                .split("\n\n"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveExactlyTheseErrors(String written) {
        String text = String.join(
                "\n", written.lines().filter(line -> !line.startsWith("! ")).toList());
        assertThat(errors(text))
                .extracting(error -> "! " + error.render().lines().findFirst().orElseThrow())
                .containsExactlyElementsOf(written.lines()
                        .filter(line -> line.startsWith("! "))
                        .map(line -> "! p:" + line.substring(2))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 22, 333})
    void shouldGiveOneErrorOfOneMistake(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = List.copyOf(Corpus.policies().values());
        int broken = 0;
        for (int i = 0; i < 2_000; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            if (text.indexOf(';') != text.lastIndexOf(';')) {
                continue;
            }
            String mistaken = withMistake(text, random);
            assertThat(errors(mistaken)).as("seed=%s: %s", seed, mistaken).hasSizeLessThan(2);
            broken += errors(mistaken).size();
        }
        assertThat(broken).isGreaterThan(1_000);
    }

    /** A token left out, doubled or replaced by another. */
    private static String withMistake(String text, Random random) {
        List<Token> tokens = PolicyTokens.read(new SourceText("p", text));
        Token token = tokens.get(random.nextInt(tokens.size() - 1));
        Token other = tokens.get(random.nextInt(tokens.size() - 1));
        String before = text.substring(0, token.start());
        String behind = text.substring(token.end());
        return switch (random.nextInt(3)) {
            case 0 -> before + " " + behind;
            case 1 -> before + text.substring(token.start(), token.end()) + " " + text.substring(token.start());
            default -> before + " " + text.substring(other.start(), other.end()) + " " + behind;
        };
    }

    @Test
    void shouldReportAtMostSoManyErrors() {
        String clauses = " when { a }".repeat(1_000);
        assertThat(errors("permit (principal, action, resource)" + clauses + ";"))
                .hasSize(SyntaxLimits.ERRORS);
        assertThat(errors("permit (principal, action, resource) when { 1 " + "= 1 ".repeat(1_000) + "};"))
                .hasSize(SyntaxLimits.ERRORS);
        assertThat(errors("$".repeat(1_000))).hasSize(SyntaxLimits.ERRORS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@a ",
                "@a(\"\") ",
                "permti (",
                "when { ",
                "when { a = ",
                "and ",
                "a and ",
                "'",
                "'a' ",
                "# a\n",
                "/* ",
                "\"\n",
                "; ",
                "unless ",
                "( ",
                "== = ",
                "é",
            })
    void shouldTakeLittleTimeForManyMistakes(String mistake) {
        long start = System.nanoTime();
        assertThat(errors("permit (principal, action, resource) when { " + mistake.repeat(200_000)))
                .isNotEmpty();
        assertThat(errors("permit (principal, action, resource) x " + mistake.repeat(200_000)))
                .isNotEmpty();
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }
}
