package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.RequestFrame;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What policies see of JSON arguments. */
class JsonBindingTest {

    /** {@code true}, {@code false} or the error of a condition over {@code context.input}, bound from JSON. */
    private static String evaluate(String expression, String json) {
        CompiledPolicies compiled =
                Requests.compile("permit(principal, action, resource) when { " + expression + " };");
        RequestFrame frame = Requests.frame(compiled);
        BindStatus status = frame.bindJson(compiled.contextSlot("input"), json);
        if (status != BindStatus.OK) {
            return status + "@" + frame.bindErrorOffset();
        }
        boolean allowed = compiled.decide(frame) == Decision.ALLOW;
        return frame.errorCount() > 0 ? frame.outcome().errorCode(0).name() : String.valueOf(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '`',
            value = {
                "input.a == 5 ==> {\"a\":5} ==> true",
                "input.a == -9223372036854775808 ==> {\"a\":-9223372036854775808} ==> true",
                "input.a == 0 ==> {\"a\":-0} ==> true",
                "input.a == 0 ==> {\"a\":9223372036854775808} ==> UNUSABLE_VALUE",
                "input has a ==> {\"a\":9223372036854775808} ==> true",
                "input.a == 1 || input.b == 1 ==> {\"a\":1,\"b\":99999999999999999999} ==> true",
                "input.a == decimal(\"1.5\") ==> {\"a\":1.5} ==> true",
                "input.a == decimal(\"1.5\") ==> {\"a\":1.50000000} ==> true",
                "input.a == decimal(\"100.0\") ==> {\"a\":1E+2} ==> true",
                "input.a == decimal(\"-0.0001\") ==> {\"a\":-1e-4} ==> true",
                "input.a == decimal(\"0.0\") ==> {\"a\":0e999999999999} ==> true",
                "input.a == 1 ==> {\"a\":1.0} ==> false",
                "input.a == 1 ==> {\"a\":1.00001} ==> UNUSABLE_VALUE",
                "input.a == 1 ==> {\"a\":1e999} ==> UNUSABLE_VALUE",
                "input.a == \"x\" ==> {\"a\":\"x\"} ==> true",
                "input.a == \"x\\\"\\n\\u{e9}\\u{1F600}/\" ==> {\"a\":\"x\\\"\\n\\u00e9\\uD83D\\uDE00\\/\"} ==> true",
                "input.a like \"*evil.com\" ==> {\"a\":\"http:\\/\\/evil\\u002ecom\"} ==> true",
                "input.abc == 1 ==> {\"\\u0061\\u0062c\":1} ==> true",
                "input.a == \"x\" ==> {\"a\":\"\\ud800\"} ==> UNUSABLE_VALUE",
                "input.a == \"x\" ==> {\"a\":\"\\udc00\\ud800\"} ==> UNUSABLE_VALUE",
                "input.a ==> {\"a\":true} ==> true",
                "input.a ==> {\"a\":false} ==> false",
                "input has a ==> {\"a\":null} ==> false",
                "input.a == 1 ==> {\"a\":null} ==> ATTRIBUTE_ABSENT",
                "input has a ==> {} ==> false",
                "input.a.b.c == 1 ==> {\"a\":{\"x\":[{}],\"b\":{\"c\":1}}} ==> true",
                "input.a.b.c == 1 ==> {\"a\":{\"b\":{}}} ==> ATTRIBUTE_ABSENT",
                "input.a.b.c == 1 ==> {\"a\":{\"b\":7}} ==> TYPE",
                "input.a.b.c == 1 ==> {\"a\":[{\"b\":7}]} ==> TYPE",
                "input.a has b ==> {\"a\":\"b\"} ==> TYPE",
                "input.a.contains(2) ==> {\"a\":[1,2,3]} ==> true",
                "input.a.contains({x:{y:[1]}}) ==> {\"a\":[1,{\"x\":{\"y\":[1,1]}}]} ==> true",
                "input.a.contains(1) ==> {\"a\":[1,null]} ==> UNUSABLE_VALUE",
                "input.a.contains(1) ==> {\"a\":[1,1e-9]} ==> UNUSABLE_VALUE",
                "input.a == {b: 1} ==> {\"a\":{\"b\":1,\"c\":null}} ==> true",
                "input.a == {b: 1} ==> {\"a\":{\"b\":1,\"c\":2}} ==> false",
                "input.a == {b: 1} && input.a.b == 1 ==> {\"a\":{\"b\":1}} ==> true",
                "input.a == {b: 1} || input.a.c == 2 ==> {\"a\":{\"c\":2}} ==> true",
                "input == {a: {b: 1}} ==> {\"a\":{\"b\":1}} ==> true",
                "input.a == 1 ==> {\"a\":1,\"a\":2} ==> DUPLICATE_KEY@7",
                "input.a == 1 ==> {\"a\":null,\"\\u0061\":1} ==> DUPLICATE_KEY@10",
                "input.a == 1 ==> {\"a\":1,\"z\":1,\"z\":2} ==> true",
                "input == {a: 1} ==> {\"a\":1,\"a\":1} ==> DUPLICATE_KEY@0",
                "input == {a: 1} ==> {\"a\":1,\"b\":null,\"b\":null} ==> DUPLICATE_KEY@0",
                "input.a.b == 1 ==> {\"a\":{\"b\":1},\"a\":{}} ==> DUPLICATE_KEY@13",
                "input.a == {\"__entity\": {type: \"User\", id: \"alice\"}} ==> {\"a\":{\"__entity\":{\"type\":\"User\",\"id\":\"alice\"}}} ==> true",
            })
    void shouldReadArguments(String expression, String json, String expected) {
        String condition = expression.replaceAll("\\binput\\b", "context.input");
        assertThat(evaluate(condition, json)).isEqualTo(expected);
    }

    /** Few names are compared one after the other, more of them are looked up by their hashes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 30})
    void shouldFindEachNameAmongItsLike(int attributes) {
        StringBuilder expression = new StringBuilder("true");
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < attributes; i++) {
            String name = "name-" + (char) ('a' + i);
            expression.append(" && context.input[\"%s\"] == %d".formatted(name, i));
            json.append("\"%s\": %d, ".formatted(name, i));
            // As long, longer, shorter, and none at all.
            json.append("\"nam3-%c\": 99, \"%s-\": 99, \"name-%c%c\": 99, ".formatted('a' + i, name, 'A', 'a' + i));
        }
        json.append("\"name-\": 99, \"\": 99}");
        assertThat(evaluate(expression.toString(), json.toString())).isEqualTo("true");
        assertThat(evaluate(expression.toString(), json.toString().replace("name-a", "name-\\u0061")))
                .isEqualTo("true");
        assertThat(evaluate(expression.toString(), json.toString().replace("\"name-a\"", "\"name-A\"")))
                .isEqualTo("ATTRIBUTE_ABSENT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":-}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":+1}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":nul}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"b\":[1,]}",
                "{\"b\":[1 2]}",
                "{\"b\":{\"c\" 1}}",
                "{\"b\":{\"c\":1,}}",
                "{\"b\":[}",
                "{\"b\":{]}",
                "{\"b\":01}",
                "{\"b\":\"\u0001\"}",
                "\uFEFF{}",
                "{\"a\":1}\0",
                "\u00A0{}",
                "// c\n{}",
                "nul",
                "[1",
                "1.",
                "\"",
            })
    void shouldRefuseWhatIsNoJson(String json) {
        assertThat(evaluate("context.input.a == 1", json)).startsWith("NOT_JSON@");
        assertThat(evaluate("context.input == {}", json)).startsWith("NOT_JSON@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"a\":1}]", "1", "\"a\"", "null", "true", " -1.5e3 "})
    void shouldRefuseWhatIsNoObject(String json) {
        assertThat(evaluate("context.input.a == 1", json)).startsWith("NOT_AN_OBJECT");
    }

    @ParameterizedTest
    @CsvSource({"z,64,false", "z,65,TOO_DEEP@", "a,64,", "a,65,TOO_DEEP@", "z,1000000,TOO_DEEP@", "a,1000000,TOO_DEEP@"
    })
    void shouldLimitNesting(String key, int depth, String expected) {
        for (String open : new String[] {"[", "{\"a\":"}) {
            String close = open.equals("[") ? "]" : "}";
            String json = "{\"" + key + "\":" + open.repeat(depth - 1) + (open.equals("[") ? "" : "1")
                    + close.repeat(depth - 1) + "}";
            assertThat(evaluate("context.input has a && context.input.a == 1", json))
                    .startsWith(expected == null ? "false" : expected);
        }
    }

    @Test
    void shouldLimitWhatIsKept() {
        String many = "[0" + ",0".repeat(RequestFrame.MAX_VALUES) + "]";
        assertThat(evaluate("context.input.a.contains(1)", "{\"a\":" + many + "}"))
                .startsWith("TOO_LARGE");
        assertThat(evaluate("context.input.a == 1", "{\"a\":1,\"z\":" + many + "}"))
                .isEqualTo("true");
        assertThat(evaluate("context.input.a == 1", "{\"a\":1}" + " ".repeat(RequestFrame.MAX_JSON_LENGTH)))
                .startsWith("TOO_LARGE");
    }

    @Test
    void shouldReadTenMegabytesInLinearTime() {
        String[] hostile = {
            "{\"s\":\"" + "a".repeat(10_000_000) + "\",\"a\":1}",
            "{\"s\":\"" + "\\u0061".repeat(1_700_000) + "\",\"a\":1}",
            "{\"z\":[" + "{},".repeat(3_000_000) + "1],\"a\":1,\"s\":\"a\"}",
            "{" + "\"k\":0,".repeat(1_500_000) + "\"a\":1,\"s\":\"a\"}",
            "{\"z\":" + "1".repeat(10_000_000) + ",\"a\":1,\"s\":\"a\"}",
        };
        for (String json : hostile) {
            assertTimeout(
                    Duration.ofSeconds(5),
                    () -> assertThat(evaluate("context.input.a == 1 && context.input.s like \"a*\"", json))
                            .isEqualTo("true"));
        }
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(evaluate(
                                "context.input.a == context.input.b && context.input.a.containsAll(context.input.b)",
                                "{\"a\":[" + "\"x\"," + "1,".repeat(30_000) + "2],\"b\":[" + "2,".repeat(30_000)
                                        + "1,\"x\"]}"))
                        .isEqualTo("true"));
    }

    @Test
    void shouldReplaceWhatWasBoundBefore() {
        CompiledPolicies compiled = Requests.compile(
                "permit(principal, action, resource) when { context.input has a || context.input has b };");
        RequestFrame frame = Requests.frame(compiled);
        int input = compiled.contextSlot("input");
        int a = compiled.contextSlot("input", "a");
        frame.bindJson(input, "{\"a\":1}");
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
        frame.bindJson(input, "{}");
        assertThat(compiled.decide(frame)).isEqualTo(Decision.DENY);
        assertThat(frame.bindJson(input, "{\"a\":1,\"b\":")).isEqualTo(BindStatus.NOT_JSON);
        assertThat(frame.isBound(a)).isFalse();
        assertThat(frame.isBound(input)).isFalse();
        frame.bindMap(input, Map.of("b", 1));
        assertThat(compiled.decide(frame)).isEqualTo(Decision.ALLOW);
    }

    @Test
    void shouldReadNothingWhenNoPolicyAsks() {
        CompiledPolicies compiled = Requests.compile("permit(principal, action, resource);");
        assertThat(Requests.frame(compiled).bindJson(compiled.contextSlot("input"), "not read"))
                .isEqualTo(BindStatus.OK);
    }
}
