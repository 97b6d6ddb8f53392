package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.format.PolicyFormatter;
import dev.remit.cedar.parse.PolicyTokens;
import dev.remit.cedar.parse.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formatting changes neither what policies mean nor what it has formatted, and keeps every comment between the words it stood between. */
class FormatterPropertyTest {
    private static final List<String> GAPS = List.of(
            "", " ", "\t", "\n", "\r\n", "\r", "\n\n", "\n \n\n", "\u00A0", "\u2028", "\r\n\r\n", "    ", "\u0085");
    private static final List<String> TAILS =
            List.of("", " ", "\t", " \"", " ; permit (", " // again", " \u2028é😀", " ]}");

    @Test
    void shouldKeepWhatThePoliciesOfTheCorpusMean() throws IOException {
        Map<String, String> policies = Corpus.policies();
        assertThat(policies).hasSizeGreaterThan(3_957);
        for (Map.Entry<String, String> file : policies.entrySet()) {
            check(file.getKey(), file.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 22, 333, 4444})
    void shouldKeepCommentsAtEveryTokenBorder(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>(List.copyOf(Corpus.policies().values()));
        texts.add(everything());
        for (int i = 0; i < 1_000; i++) {
            String text = i < 10 ? everything() : texts.get(random.nextInt(texts.size()));
            check("seed=" + seed + " text=" + i, sprinkled(text, random, i % 4));
        }
    }

    /** Every construct of the language. */
    private static String everything() {
        return """
                @id("a") @empty @reason("why \\"so\\"")
                permit (principal == ?principal, action in [Action::"a", A::Action::"b"], resource is Doc::X in ?resource,);
                forbid (principal is User, action == Action::"x", resource in Folder::"f
                g",)
                when { if a::"b" in [c::"d", e::f::"g",] then { a: 1, "b": {}, } == {} else if true then -1 - -2 * 3 < 4 + - 5 else false }
                unless { principal has a.b.c && principal has "d e" || !(resource is Doc) && !!context.x["y"].z.contains(1) }
                when { context.t like "*a\\*" && true != (resource is Doc in Folder::"f") }
                unless { ip("10.0.0.0/8").isInRange(ip("::1"),) && context.s.isEmpty() && [].containsAny([1, 2]) && f::g::"h".hasTag("t") };
                """;
    }

    /** The text with comments and white space put between its words; style 0 rarely, 3 everywhere. */
    private static String sprinkled(String text, Random random, int style) {
        StringBuilder out = new StringBuilder();
        int comments = 0;
        for (Token token : PolicyTokens.read(new SourceText("policies", text))) {
            for (int i = random.nextInt(4) * style / 3; i > 0; i--) {
                out.append(gap(random)).append("// c").append(comments++).append(tail(random));
                out.append(gap(random).isEmpty() ? '\r' : '\n').append(gap(random));
            }
            if (token.kind() != Token.Kind.COMMENT) {
                out.append(style == 0 && random.nextInt(3) > 0 ? " " : gap(random) + " ");
                out.append(text, token.start(), token.end());
            }
        }
        return out.toString();
    }

    private static String gap(Random random) {
        return GAPS.get(random.nextInt(GAPS.size()));
    }

    private static String tail(Random random) {
        return TAILS.get(random.nextInt(TAILS.size()));
    }

    private static void check(String name, String text) {
        String formatted = PolicyFormatter.format("policies", text);
        assertThat(WithoutSpans.of(formatted)).as(name).isEqualTo(WithoutSpans.of(text));
        assertThat(words(formatted)).as("%s, %s", name, text).isEqualTo(words(text));
        assertThat(PolicyFormatter.format("policies", formatted))
                .as("%s, %s", name, text)
                .isEqualTo(formatted);
        assertThat(formatted.lines()).as(name).noneMatch(line -> line.endsWith(" ") && !text.contains(line));
    }

    private static List<String> words(String text) {
        return PolicyTokens.read(new SourceText("policies", text)).stream()
                .map(token -> token.kind() == Token.Kind.COMMENT ? token.text().stripTrailing() : token.text())
                .toList();
    }
}
