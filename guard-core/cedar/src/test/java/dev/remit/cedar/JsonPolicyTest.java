package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies in Cedar's JSON form. */
class JsonPolicyTest {
    private static final String ALL = "{\"op\": \"All\"}";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{\"Value\": -7} == {\"Value\": \"a\"} ==> -7 == \"a\"",
                "{\"Value\": [1, [true], {\"a\": {\"b\": \"c\"}}]} == {\"Value\": {}} ==> [1, [true], {a: {b: \"c\"}}] == {}",
                "{\"Value\": {\"__entity\": {\"type\": \"A::B\", \"id\": \"\\u00e9\"}}} == {\"Var\": \"principal\"} ==> A::B::\"é\" == principal",
                "{\"Value\": [{\"__extn\": {\"fn\": \"ip\", \"arg\": \"::1\"}}]} == {\"Var\": \"action\"} ==> [ip(\"::1\")] == action",
                "{\"Value\": {\"__extn\": {\"fn\": \"isIpv4\", \"arg\": {\"__extn\": {\"fn\": \"ip\", \"arg\": 1}}}}} == {\"Var\": \"resource\"}"
                        + " ==> ip(1).isIpv4() == resource",
                "{\"neg\": {\"arg\": {\"Value\": 1}}} == {\"!\": {\"arg\": {\"Var\": \"context\"}}} ==> -(1) == !context",
                "{\"like\": {\"left\": {\"Var\": \"context\"}, \"pattern\": []}} == {\"Set\": []} ==> (context like \"\") == []",
                "{\"like\": {\"left\": {\"Var\": \"context\"}, \"pattern\": [\"Wildcard\", \"Wildcard\", {\"Literal\": \"a\"}, {\"Literal\": \"*\"}, \"Wildcard\"]}}"
                        + " == {\"Record\": {}} ==> (context like \"*a\\**\") == {}",
                "{\"is\": {\"left\": {\"Var\": \"context\"}, \"entity_type\": \"A::B\", \"in\": null}} == {\"Value\": 1} ==> (context is A::B) == 1",
                "{\"is\": {\"in\": {\"Value\": 2}, \"entity_type\": \"A\", \"left\": {\"Value\": 1}}} == {\"Value\": 1} ==> (1 is A in 2) == 1",
                "{\"has\": {\"left\": {\"Var\": \"context\"}, \"attr\": [\"a\"]}} == {\"Value\": 1} ==> (context has a) == 1",
                "{\"has\": {\"left\": {\"Var\": \"context\"}, \"attr\": [\"a\", \"b\", \"c\"]}} == {\"Value\": 1} ==> (context has a.b.c) == 1",
                "{\"Value\": {\"__extn\": {\"fn\": \"offset\", \"args\": [1, true]}}} == {\"Value\": {\"__extn\": {\"fn\": \"ip\", \"args\": []}}}"
                        + " ==> 1.offset(true) == ip()",
                "{\"ip\": []} == {\"lessThan\": [{\"Value\": 1}]} ==> ip() == 1.lessThan()",
                "{\"isEmpty\": {\"arg\": {\"Value\": 1}}} == {\"getTag\": {\"right\": {\"Value\": 1}, \"left\": {\"Value\": 2}}} ==> 1.isEmpty() == 2.getTag(1)",
            })
    void shouldReadExpressions(String json, String text) {
        String[] sides = json.split(" == (?=\\{)");
        assertThat(WithoutSpans.of(policy("{\"==\": {\"left\": " + sides[0] + ", \"right\": " + sides[1] + "}}")))
                .isEqualTo(WithoutSpans.of("permit(principal, action, resource) when { " + text + " };"));
    }

    @Test
    void shouldReadOnePolicy() {
        String json = """
                {"effect": "forbid", "annotations": {"a": null, "if": "x"},
                 "principal": {"op": "is", "entity_type": "A::B", "in": {"entity": {"__entity": {"type": "G", "id": "g"}}}},
                 "action": {"op": "in", "entity": {"type": "N::Action", "id": "a"}},
                 "resource": {"op": "all"},
                 "conditions": [{"kind": "unless", "body": {"Value": false}}]}
                """;
        assertThat(WithoutSpans.of(json))
                .isEqualTo(
                        WithoutSpans.of(
                                "@a @if(\"x\") forbid(principal is A::B in G::\"g\", action in N::Action::\"a\", resource) unless { false };"));
        assertThat(parse(json).policies().get(0).id()).isEqualTo("a.json#0");
        String named = json.replace("\"a\": null", "\"id\": \"n\"");
        assertThat(parse(named).policies().get(0).id()).isEqualTo("n");
    }

    @Test
    void shouldTakeIdsFromTheKeysOfASet() {
        PolicySet set =
                parse("{\"staticPolicies\": {\"one\": " + head(ALL, ALL, ALL, "[]", "\"annotations\": {\"id\": \"x\"}")
                        + "}, \"templates\": {\"two\": "
                        + head("{\"op\": \"in\", \"slot\": \"?principal\"}", ALL, ALL, "[]", null)
                        + ", \"without slot\": " + head(ALL, ALL, ALL, "[]", null) + "}}");
        assertThat(set.policies()).extracting(Policy::id).containsExactly("one");
        assertThat(set.policies().get(0).annotations()).containsEntry("id", "x");
        assertThat(set.templates()).extracting(Policy::id).containsExactly("two", "without slot");
    }

    @Test
    void shouldReadBothFormsTogether() {
        PolicySet set = parse(
                "permit(principal, action, resource);",
                "\n\t {\"staticPolicies\": {\"p\": " + head(ALL, ALL, ALL, "[]", null) + "}}",
                "{\"templateLinks\": []}");
        assertThat(set.policies()).extracting(Policy::id).containsExactly("a.json#0", "p");
        assertThat(set.sources()).hasSize(3);
    }

    @Test
    void shouldShowTheJsonThatFailed() {
        CompiledPolicies compiled = Requests.compile(
                policy("{\".\": {\"left\": {\"Var\": \"context\"}, \"attr\": \"n\"}}"), ErrorMode.CEDAR);
        RequestFrame frame = Requests.frame(compiled);
        compiled.decide(frame);
        assertThat(frame.errorMessage(0))
                .isEqualTo("p.cedar:1:142: policy `p.cedar#0`: the attribute is absent: "
                        + "`{\".\": {\"left\": {\"Var\": \"context\"}, \"attr\": \"n\"}}`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "1 ==> unexpected number, expected an expression: an object with one key",
                "null ==> unexpected null, expected an expression",
                "[] ==> unexpected array, expected an expression",
                "{} ==> unexpected empty object, expected an expression",
                "{\"Value\": 1, \"Var\": \"action\"} ==> 155: `Var` stands beside `Value`, expected one key an expression",
                "{\"value\": 1} ==> 143: unknown operator `value`, expected one of Cedar's operators",
                "{\"unknown\": [{\"Value\": \"x\"}]} ==> unknown operator `unknown`",
                "{\"Slot\": \"?principal\"} ==> a template slot can't stand in a condition",
                "{\"Var\": \"user\"} ==> unknown variable `user`, expected `principal`, `action`, `resource` or `context`",
                "{\"Var\": 1} ==> unexpected number, expected a string",
                "{\"Value\": null} ==> null is no Cedar value",
                "{\"Value\": 1.5} ==> a number with a fraction or exponent",
                "{\"Value\": 9223372036854775808} ==> the number does not fit into a Long",
                "{\"Value\": {\"__expr\": \"1\"}} ==> `__expr` is not supported, expected `__extn`",
                "{\"Value\": {\"__entity\": {\"type\": \"if\", \"id\": \"x\"}}} ==> `if` is no type name",
                "{\"Value\": {\"__entity\": {\"type\": \"A::__cedar\", \"id\": \"x\"}}} ==> `A::__cedar` is no type name",
                "{\"Value\": {\"__entity\": {\"type\": \"A\"}}} ==> `id` is missing",
                "{\"Value\": {\"__entity\": \"A\"}} ==> unexpected string, expected an object",
                "{\"Value\": {\"__entity\": {\"type\": \"A\", \"id\": \"x\"}, \"b\": 1}} ==> unknown key `b`, expected `__entity`",
                "{\"Value\": {\"__extn\": {\"fn\": \"foo\", \"arg\": 1}}} ==> `foo` is no extension function",
                "{\"Value\": {\"__extn\": {\"fn\": \"ip\"}}} ==> `arg` is missing",
                "{\"==\": [{\"Value\": 1}, {\"Value\": 2}]} ==> unexpected array, expected an object",
                "{\"==\": {\"left\": {\"Value\": 1}}} ==> `right` is missing",
                "{\"==\": {\"left\": {\"Value\": 1}, \"right\": {\"Value\": 1}, \"arg\": 1}} ==> unknown key `arg`, expected `left` or `right`",
                "{\"&&\": {\"left\": {\"Value\": 1}, \"rigth\": 1}} ==> unknown key `rigth`",
                "{\"&&\": {\"left\": {\"&&\": 1}, \"right\": {\"Value\": 1}}} ==> unexpected number, expected an object",
                "{\"!\": {\"left\": {\"Value\": 1}}} ==> unknown key `left`, expected `arg`",
                "{\"/\": {\"left\": {\"Value\": 1}, \"right\": {\"Value\": 1}}} ==> unknown operator `/`",
                "{\".\": {\"left\": {\"Value\": 1}, \"attr\": {\"Value\": \"a\"}}} ==> unexpected object, expected a string",
                "{\"has\": {\"left\": {\"Value\": 1}, \"attr\": []}} ==> unexpected array, expected a name or several",
                "{\"has\": {\"left\": {\"Value\": 1}, \"attr\": [1]}} ==> unexpected number, expected a string",
                "{\".\": {\"left\": {\"Value\": 1}, \"attr\": [\"a\"]}} ==> unexpected array, expected a string",
                "{\"Value\": {\"__extn\": {\"fn\": \"ip\", \"args\": [], \"arg\": 1}}} ==> unknown key `arg`, expected `fn` or `args`",
                "{\"like\": {\"left\": {\"Value\": 1}, \"pattern\": \"a*\"}} ==> unexpected string, expected an array",
                "{\"like\": {\"left\": {\"Value\": 1}, \"pattern\": [\"a\"]}} ==> unexpected string, expected \"Wildcard\" or {\"Literal\": \"…\"}",
                "{\"is\": {\"left\": {\"Value\": 1}, \"entity_type\": \"A::\"}} ==> `A::` is no type name",
                "{\"if-then-else\": {\"if\": {\"Value\": 1}, \"then\": {\"Value\": 1}}} ==> `else` is missing",
                "{\"Set\": {\"Value\": 1}} ==> unexpected object, expected an array",
                "{\"Record\": [1]} ==> unexpected array, expected an object",
                "{\"Record\": {\"a\": {\"Value\": 1}, \"a\": {\"Value\": 1}}} ==> Duplicate field 'a'",
                "{\"ip\": {\"Value\": \"::1\"}} ==> unexpected object, expected an array",
                "{\"contains\": [{\"Value\": 1}]} ==> unexpected array, expected an object",
            })
    void shouldSayWhatIsWrongWithAnExpression(String expression, String message) {
        assertThat(failure(policy(expression))).hasMessageContaining(message).hasMessageContaining("^");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "principal ==> {\"op\": \"==\"} ==> `entity` is missing",
                "principal ==> {\"op\": \"Any\"} ==> unknown operator `Any`, expected `All`, `==`, `in` or `is`",
                "principal ==> {\"op\": \"All\", \"entity\": 1} ==> unknown key `entity`, expected `op`",
                "principal ==> \"All\" ==> unexpected string, expected an object",
                "principal ==> {\"op\": \"==\", \"slot\": \"?resource\"} ==> `?resource` can't stand for the principal, expected `?principal`",
                "principal ==> {\"op\": \"==\", \"slot\": \"?principal\", \"entity\": 1} ==> `slot` stands beside `entity`, expected one of them",
                "principal ==> {\"op\": \"in\", \"entities\": []} ==> unknown key `entities`, expected `op`, `entity` or `slot`",
                "principal ==> {\"op\": \"is\", \"entity_type\": \"User\", \"in\": {\"slot\": \"?resource\"}} ==> `?resource` can't stand for the principal",
                "principal ==> {\"op\": \"is\", \"entity_type\": \"a b\"} ==> `a b` is no type name",
                "principal ==> {\"op\": \"is\"} ==> `entity_type` is missing",
                "resource ==> {\"op\": \"in\", \"slot\": \"?principal\"} ==> `?principal` can't stand for the resource, expected `?resource`",
                "action ==> {\"op\": \"is\", \"entity_type\": \"Action\"} ==> unknown operator `is`, expected `All`, `==` or `in`",
                "action ==> {\"op\": \"==\", \"slot\": \"?action\"} ==> unknown key `slot`, expected `op` or `entity`",
                "action ==> {\"op\": \"==\", \"entity\": {\"type\": \"User\", \"id\": \"a\"}} ==> `User::\"a\"` is no action, expected an entity whose type ends in `Action`",
                "action ==> {\"op\": \"in\", \"entities\": [{\"type\": \"User\", \"id\": \"a\"}]} ==> `User::\"a\"` is no action",
                "action ==> {\"op\": \"in\", \"entities\": [], \"entity\": 1} ==> `entities` stands beside `entity`",
                "conditions ==> {} ==> unexpected object, expected an array",
                "conditions ==> [{\"kind\": \"When\", \"body\": {\"Value\": 1}}] ==> unknown condition `When`, expected `when` or `unless`",
                "conditions ==> [{\"kind\": \"when\"}] ==> `body` is missing",
                "conditions ==> [{\"kind\": \"when\", \"body\": {\"Value\": 1}, \"x\": 1}] ==> unknown key `x`",
                "effect ==> \"allow\" ==> unknown effect `allow`, expected `permit` or `forbid`",
                "effect ==> 1 ==> unexpected number, expected a string",
                "annotations ==> [] ==> unexpected array, expected an object",
                "annotations ==> {\"a b\": \"c\"} ==> `a b` can't name an annotation",
                "annotations ==> {\"a\": 1} ==> unexpected number, expected a string",
                "id ==> \"x\" ==> unknown key `id`, expected `effect`, `principal`",
            })
    void shouldSayWhatIsWrongWithAPolicy(String key, String value, String message) {
        String policy = head(ALL, ALL, ALL, "[]", null);
        String broken = policy.contains('"' + key + '"')
                ? policy.replaceFirst("(\"" + key + "\": )(\"permit\"|\\[\\]|\\{[^}]*\\})", "$1" + quoted(value))
                : policy.replaceFirst("\\{", quoted("{\"" + key + "\": " + value + ", "));
        assertThat(failure(broken)).hasMessageContaining(message).hasMessageContaining("^");
        assertThat(failure("{\"staticPolicies\": {\"p\": " + broken + "}}")).hasMessageContaining(message);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "[] ==> a.json:1:1: unexpected array, expected an object",
                "{} ==> a.json:1:1: this is neither a policy nor a policy set, expected `effect`, or `staticPolicies`, `templates` or `templateLinks`",
                "{\"User\": {}} ==> a.json:1:1: this is neither a policy nor a policy set",
                "{\"effect\": \"permit\"} ==> a.json:1:1: `principal` is missing",
                "{\"staticPolicies\": {} ==> a.json:1:22: not JSON: Unexpected end-of-input",
                "{\"staticPolicies\": {}} x ==> a.json:1:24: not JSON",
                "{\"staticPolicies\": {}} {} ==> a.json:1:24: unexpected text behind the value",
                "{\"staticPolicies\": []} ==> a.json:1:20: unexpected array, expected an object",
                "{\"staticPolicies\": {\"p\": 1}} ==> a.json:1:26: unexpected number, expected an object",
                "{\"staticPolicies\": {\"p\": {}, \"p\": {}}} ==> not JSON: Duplicate field 'p'",
                "{\"templates\": {}, \"links\": []} ==> a.json:1:19: unknown key `links`, expected `staticPolicies`, `templates` or `templateLinks`",
                "{\"templateLinks\": {}} ==> a.json:1:19: unexpected object, expected an array",
            })
    void shouldSayWhatIsWrongWithAFile(String json, String message) {
        assertThat(failure(json)).hasMessageContaining(message);
    }

    @Test
    void shouldReportAnErrorOfEachPolicyOfEachText() {
        String broken = """
                {"staticPolicies": {
                  "a": {"effect": "allow"},
                  "b": {"effect": "permit", "principal": {"op": "All"}, "action": {"op": "All"}, "resource": {"op": "All"}, "conditions": []},
                  "c": {"effect": "permit", "principal": {"op": "All"}, "action": {"op": "All"}, "resource": {"op": "All"}, "conditions": [1]},
                  "d": {"effect": "permit", "principal": {"op": "==", "slot": "?principal"}, "action": {"op": "All"}, "resource": {"op": "All"}, "conditions": []}},
                 "other": 1,
                 "templateLinks": [1, {"templateId": "t", "newId": "n"}, {"templateId": "t", "newId": "n", "values": {"?action": 1}}],
                 "templates": {"e": []}}
                """;
        assertThat(failure(broken, "permit", "{").errors().stream()
                        .map(error -> error.file() + ":" + error.line() + ":" + error.column()))
                .containsExactly(
                        "a.json:2:19",
                        "a.json:4:124",
                        "a.json:5:8",
                        "a.json:6:2",
                        "a.json:7:20",
                        "a.json:7:23",
                        "a.json:7:103",
                        "a.json:8:21",
                        "b.json:1:7",
                        "c.json:1:2");
        assertThat(failure(broken))
                .hasMessageContaining("a policy with a slot is a template, expected it under `templates`")
                .hasMessageContaining("`values` is missing")
                .hasMessageContaining("unknown key `?action`, expected `?principal` or `?resource`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"!\": {\"arg\": | }}",
                "{\"Set\": [ | ]}",
                "{\"Record\": {\"a\": | }}",
                "{\"ip\": [ | ]}",
                "{\"+\": {\"left\": | , \"right\": {\"Value\": 1}}}",
                "{\"&&\": {\"left\": {\"Value\": 1}, \"right\": | }}",
                "{\"is\": {\"left\": {\"Value\": 1}, \"entity_type\": \"A\", \"in\": | }}",
                "{\"if-then-else\": {\"if\": | , \"then\": {\"Value\": 1}, \"else\": {\"Value\": 1}}}"
            })
    void shouldLimitNesting(String nesting) {
        String[] parts = nesting.split("\\|");
        assertThat(failure(policy(parts[0].repeat(100_000) + "{\"Value\": 1}" + parts[1].repeat(100_000))))
                .hasMessageContaining("nests deeper than");
        assertThat(failure(policy(
                        parts[0].repeat(SyntaxLimits.DEPTH) + "{\"Value\": 1}" + parts[1].repeat(SyntaxLimits.DEPTH))))
                .hasMessageContaining("this expression nests deeper than " + SyntaxLimits.DEPTH + " levels");
        String shallow = policy(parts[0].repeat(49) + "{\"Value\": 1}" + parts[1].repeat(49));
        assertThatCode(() -> Requests.compile(shallow, ErrorMode.CEDAR)).doesNotThrowAnyException();
    }

    @Test
    void shouldLimitNestingOfValues() {
        assertThat(failure(policy("{\"Value\": " + "[".repeat(SyntaxLimits.DEPTH + 1)
                        + "]".repeat(SyntaxLimits.DEPTH + 1) + "}")))
                .hasMessageContaining("this expression nests deeper than");
        String shallow = policy("{\"Value\": " + "[".repeat(SyntaxLimits.DEPTH) + "]".repeat(SyntaxLimits.DEPTH) + "}");
        assertThatCode(() -> Requests.compile(shallow, ErrorMode.CEDAR)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"is\": {\"left\": | , \"entity_type\": \"A\", \"in\": {\"Value\": 1}}}",
                "{\"has\": {\"left\": | , \"attr\": [\"a\", \"b\"]}}"
            })
    void shouldLimitWhatOperationsMultiply(String operation) {
        String[] parts = operation.split("\\|");
        String nested = parts[0].repeat(24) + "{\"Var\": \"principal\"}" + parts[1].repeat(24);
        assertThat(failure(policy(nested)))
                .hasMessageContaining("mean more than " + SyntaxLimits.COPIES + " expressions");
        String names = "\"a\", ".repeat(SyntaxLimits.DEPTH) + "\"a\"";
        assertThat(failure(policy("{\"has\": {\"left\": {\"Value\": 1}, \"attr\": [" + names + "]}}")))
                .hasMessageContaining("this expression nests deeper than");
    }

    @Test
    void shouldNeedLittleStackUpToTheLimit() throws InterruptedException {
        int depth = SyntaxLimits.DEPTH - 4;
        String deep = policy("{\"!\": {\"arg\": ".repeat(depth) + "{\"Value\": true}" + "}}".repeat(depth));
        List<Throwable> thrown = new ArrayList<>();
        Thread small = new Thread(null, () -> Requests.compile(deep, ErrorMode.CEDAR), "small", 512 * 1024);
        small.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        small.start();
        small.join();
        assertThat(thrown).isEmpty();
    }

    @Test
    void shouldTakeChainsAsOne() {
        String chain = "{\"Value\": true}";
        for (int i = 0; i < 120; i++) {
            chain = "{\"||\": {\"left\": " + chain + ", \"right\": {\"Value\": true}}}";
        }
        assertThat(WithoutSpans.of(policy(chain)))
                .isEqualTo(WithoutSpans.of(
                        "permit(principal, action, resource) when { true " + "|| true".repeat(120) + "};"));
    }

    @Test
    void shouldLimitTextsAndLiterals() {
        String literal = "a".repeat(SyntaxLimits.LITERAL_LENGTH + 1);
        assertThat(failure(policy("{\"Value\": \"" + literal + "\"}")))
                .hasMessageContaining("this string is longer than");
        assertThat(failure(policy("{\"Record\": {\"" + literal + "\": {\"Value\": 1}}}")))
                .hasMessageContaining("not JSON: ");
        assertThat(failure(policy("{\"Value\": " + "1".repeat(100_000) + "}"))).hasMessageContaining("not JSON: ");
        assertThat(failure("{" + " ".repeat(SyntaxLimits.TEXT_LENGTH))).hasMessageContaining("the text is longer than");
        assertThat(failure("{\"templateLinks\": [" + "1,".repeat(100_000) + "1]}")
                        .errors())
                .hasSize(SyntaxLimits.ERRORS);
    }

    /** A policy with one condition. */
    private static String policy(String expression) {
        return head(ALL, ALL, ALL, "[{\"kind\": \"when\", \"body\": " + expression + "}]", null);
    }

    private static String head(String principal, String action, String resource, String conditions, String more) {
        return "{\"effect\": \"permit\", \"principal\": " + principal + ", \"action\": " + action + ", \"resource\": "
                + resource + ", \"conditions\": " + conditions + (more == null ? "" : ", " + more) + "}";
    }

    private static PolicySet parse(String... texts) {
        List<PolicySource> sources = new ArrayList<>();
        for (String text : texts) {
            sources.add(new PolicySource((char) ('a' + sources.size()) + ".json", text));
        }
        return PolicyParser.parse(sources);
    }

    private static PolicySyntaxException failure(String... texts) {
        return catchThrowableOfType(PolicySyntaxException.class, () -> parse(texts));
    }
}
