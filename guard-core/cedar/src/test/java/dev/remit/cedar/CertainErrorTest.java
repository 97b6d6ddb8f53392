package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In guard mode a policy that fails in every request is not taken. */
class CertainErrorTest {
    private static final String HEAD = "forbid(principal, action, resource) ";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "when { 1 + \"a\" == 2 } ==> the wrong type: `1 + \"a\"`",
                "when { ip(\"300.1.1.1\").isLoopback() } ==> the text is no such value: `ip(\"300.1.1.1\")`",
                "when { decimal(\"1.23456\").lessThan(context.price) } ==> the text is no such value: `decimal(\"1.23456\")`",
                "when { context.n == 9223372036854775807 + 1 } ==> does not fit into 64 bits: `9223372036854775807 + 1`",
                "when { ip(context.a, context.b).isIpv4() } ==> wrong number of arguments: `ip(context.a, context.b)`",
                "when { 1 } ==> the wrong type: `1`",
                "unless { 1 } ==> the wrong type: `1`",
                "unless { -(-9223372036854775808) == context.n } ==> does not fit into 64 bits",
                "when { context.name + \"x\" == \"ax\" } ==> the wrong type: `context.name + \"x\"`",
                "when { context.date.offset(context.d) < 5 } ==> the wrong type: `context.date.offset(context.d) < 5`",
                "when { principal < 3 } ==> the wrong type: `principal < 3`",
                "when { context like \"a*\" } ==> the wrong type: `context like \"a*\"`",
                "when { 1 in Group::\"a\" } ==> the wrong type",
                "when { principal in \"staff\" } ==> the wrong type",
                "when { \"a\".length } ==> the wrong type: `\"a\".length`",
                "when { [1].contains(1).x } ==> the wrong type",
                "when { principal.hasTag(3) } ==> the wrong type",
                "when { context.list.containsAll(3) } ==> the wrong type",
                "when { [1, ip(\"zz\")].contains(context.n) } ==> the text is no such value: `ip(\"zz\")`",
                "when { {a: ip(\"zz\")} == context.r } ==> the text is no such value: `ip(\"zz\")`",
                "when { ip(\"zz\").isIpv4() && context.ok } ==> the text is no such value: `ip(\"zz\")`",
                "when { ip(\"zz\").isIpv4() || context.ok } ==> the text is no such value: `ip(\"zz\")`",
                "when { true && ip(\"zz\").isIpv4() } ==> the text is no such value: `ip(\"zz\")`",
                "when { 1 && context.ok } ==> the wrong type: `1`",
                "when { principal || context.ok } ==> the wrong type: `principal`",
                "when { !ip(\"zz\").isIpv4() } ==> the text is no such value: `ip(\"zz\")`",
                "when { if 1 then true else false } ==> the wrong type: `1`",
                "when { if true then ip(\"zz\").isIpv4() else true } ==> the text is no such value: `ip(\"zz\")`",
                "when { if context.ok then ip(\"zz\").isIpv4() else ip(\"yy\").isIpv4() } ==> the text is no such value: `ip(\"zz\")`",
                "when { if context.ok then 1 else 2 } ==> the wrong type: `if context.ok then 1 else 2`",
                "when { true } when { \"a\" } ==> the wrong type: `\"a\"`",
                "unless { false } unless { ip(\"zz\").isIpv4() } ==> the text is no such value: `ip(\"zz\")`",
            })
    void shouldRefuse(String conditions, String expected) {
        assertThatThrownBy(() -> Requests.compile(HEAD + conditions + ";", ErrorMode.GUARD))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageStartingWith("p.cedar:1:")
                .hasMessageContaining("the policy `p.cedar#0` can't be evaluated in any request: ")
                .hasMessageContaining(expected);
        failsInEveryRequest(HEAD + conditions + ";", Requests.ENTITIES, List.of("{}", "{\"ok\": true}"));
        assertThatCode(() -> Requests.compile(HEAD + conditions + ";", ErrorMode.CEDAR))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "when { principal.x == 1 }",
                "when { context.a.b }",
                "when { User::\"nobody\".age > 3 }",
                "when { User::\"nobody\".getTag(\"a\") == 3 }",
                "when { principal.hasTag(context.tag) }",
                "when { false && ip(\"zz\").isIpv4() }",
                "when { true || ip(\"zz\").isIpv4() }",
                "when { context.ok && ip(\"zz\").isIpv4() }",
                "when { context.ok } when { ip(\"zz\").isIpv4() }",
                "when { false } when { 1 }",
                "unless { true } when { 1 }",
                "when { if context.ok then ip(\"zz\").isIpv4() else true }",
                "when { if true then context.ok else ip(\"zz\").isIpv4() }",
                "when { if context.ok then 1 else true }",
                "when { 1 == \"a\" }",
                "when { [1, \"a\"].contains(principal) }",
                "when { context.n < 3 || context.date < datetime(\"2024-01-01\") }",
                "when { principal in [] }",
                "when { principal in context.groups }",
                "when { ip(context.address).isLoopback() }",
            })
    void shouldTakeWhatSomeRequestEvaluates(String conditions) {
        assertThatCode(() -> Requests.compile(HEAD + conditions + ";", ErrorMode.GUARD))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameAllOfThemWithTheirPlaces() {
        String text = """
                @id("one") permit(principal == User::"nobody", action, resource) when { 1 + "a" == 2 };
                @id("good") permit(principal, action, resource);
                @id("two")
                forbid(principal, action, resource)
                when {
                    ip("10.0.0.256/8").isIpv4()
                };
                """;
        PolicySyntaxException e =
                catchThrowableOfType(PolicySyntaxException.class, () -> Requests.compile(text, ErrorMode.GUARD));
        assertThat(e.errors()).hasSize(2);
        assertThat(e).hasMessage("""
                p.cedar:1:73: the policy `one` can't be evaluated in any request: an operand has the wrong type: `1 + "a"`
                  @id("one") permit(principal == User::"nobody", action, resource) when { 1 + "a" == 2 };
                                                                                          ^
                p.cedar:6:5: the policy `two` can't be evaluated in any request: the text is no such value: `ip("10.0.0.256/8")`
                      ip("10.0.0.256/8").isIpv4()
                      ^""");
    }

    /** Whatever is refused of the corpus has an error in each of its requests, once its head asks for nothing. */
    @Test
    void shouldRefuseNothingOfTheCorpusThatEvaluates() throws IOException {
        Map<String, String> files;
        try (InputStream packed =
                Files.newInputStream(Path.of("src/test/resources/cedar-integration-tests/corpus-tests.tar.gz"))) {
            files = TarGz.read(packed);
        }
        int refused = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().matches("corpus-tests/[0-9a-f]+\\.json")) {
                Map<String, Object> test = TestJson.object(file.getValue());
                String text = files.get((String) test.get("policies"));
                try {
                    PolicyCompiler.compile(parse(text), EntityStore.empty(), ErrorMode.GUARD);
                } catch (PolicySyntaxException e) {
                    refused++;
                    List<String> contexts = ((List<?>) test.get("requests"))
                            .stream().map(CertainErrorTest::context).toList();
                    failsInEveryRequest(text, files.get((String) test.get("entities")), contexts);
                }
            }
        }
        System.out.println("refused cases of the corpus: " + refused);
        assertThat(refused).isPositive();
    }

    private static String context(Object request) {
        try {
            return TestJson.write(((Map<?, ?>) request).get("context"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void failsInEveryRequest(String text, String entities, List<String> contexts) {
        PolicySet set = parse(text);
        List<Policy> anyHead = set.policies().stream()
                .map(policy -> new Policy(
                        policy.id(),
                        policy.annotations(),
                        policy.effect(),
                        new Scope.Any(),
                        new Scope.Any(),
                        new Scope.Any(),
                        policy.conditions(),
                        policy.span(),
                        null))
                .toList();
        CompiledPolicies compiled = PolicyCompiler.compile(
                new PolicySet(anyHead, List.of(), set.sources()),
                EntityParser.parse("entities", entities),
                ErrorMode.CEDAR);
        for (String context : contexts) {
            RequestFrame frame = Requests.frame(compiled);
            frame.set(0, ContextParser.parse("context", context));
            compiled.decide(frame);
            assertThat(frame.errorCount()).as(text + context).isEqualTo(anyHead.size());
        }
    }

    private static PolicySet parse(String text) {
        return PolicyParser.parse(List.of(new PolicySource("p", text)));
    }
}
