package dev.remit.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.javaagent.cli.RemitCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that a reader copies from the documentation is one. */
class DocumentationTest {
    private static final Pattern POLICIES = Pattern.compile("```(cedar|json)\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/policy.md"})
    void shouldShowPoliciesThatCompile(String page) throws IOException {
        final List<List<PolicySource>> shown =
                policies(Files.readString(Path.of("..").resolve(page)));

        assertThat(shown).isNotEmpty();
        for (List<PolicySource> sources : shown) {
            assertThat(PolicyCompiler.compile(PolicyParser.parse(sources), EntityStore.empty(), ErrorMode.GUARD)
                            .size())
                    .isPositive();
        }
    }

    /** Each text of policies; links belong to the templates that are shown before them. */
    private static List<List<PolicySource>> policies(String page) {
        final List<List<PolicySource>> policies = new ArrayList<>();
        for (MatchResult block : POLICIES.matcher(page).results().toList()) {
            final boolean links = block.group(2).contains("\"templateLinks\"");
            if (block.group(1).equals("cedar")) {
                policies.add(new ArrayList<>());
            }
            if (block.group(1).equals("cedar") || links) {
                policies.get(policies.size() - 1).add(new PolicySource(block.group(1), block.group(2)));
            }
        }
        return policies;
    }

    @Test
    void shouldShowThePoliciesThatAreTriedThroughAnAiService() throws IOException {
        assertThat(Files.readString(Path.of("../docs/context.md")))
                .contains(
                        "```cedar\n" + Files.readString(Path.of("it/src/test/guarded/policies/context.cedar")) + "```");
    }

    @Test
    void shouldShowTheExamplesThatTheirCasesTest() throws IOException {
        final Path examples = Path.of("../docs/examples");
        final String page = Files.readString(Path.of("../docs/policy.md"));
        final List<Path> policies;
        try (Stream<Path> files = Files.list(examples)) {
            policies = files.filter(file -> file.toString().endsWith(".cedar"))
                    .sorted()
                    .toList();
        }
        assertThat(policies).hasSize(10);
        for (Path policy : policies) {
            assertThat(page).contains("```cedar\n" + Files.readString(policy) + "```");
            assertThat(Path.of(policy.toString().replace(".cedar", ".json"))).exists();
        }
        final StringWriter out = new StringWriter();
        final int status = RemitCommand.run(
                new String[] {"policy", "test", "--mode", "guard", examples.toString()},
                new PrintWriter(out),
                new PrintWriter(out));
        assertThat(out).hasToString("33 requests in 10 case files, all as expected\n");
        assertThat(status).isZero();
    }
}
