package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.RequestFrame;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What policies see of arguments that are Java objects. */
class MapBindingTest {

    static Stream<Arguments> values() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("x", 1);
        withNull.put("y", null);
        return Stream.of(
                Arguments.of("a == 5", 5, "true"),
                Arguments.of("a == 5", (short) 5, "true"),
                Arguments.of("a == 5", BigInteger.valueOf(5), "true"),
                Arguments.of("a == 5", BigInteger.TWO.pow(63), "UNUSABLE_VALUE"),
                Arguments.of("a == decimal(\"1.5\")", 1.5, "true"),
                Arguments.of("a == decimal(\"1.5\")", 1.5f, "true"),
                Arguments.of("a == decimal(\"1.5\")", new BigDecimal("1.500"), "true"),
                Arguments.of("a == decimal(\"1.5\")", Double.NaN, "UNUSABLE_VALUE"),
                Arguments.of("a == decimal(\"1.5\")", Double.POSITIVE_INFINITY, "UNUSABLE_VALUE"),
                Arguments.of("a == decimal(\"1.5\")", 1e300, "UNUSABLE_VALUE"),
                Arguments.of("a == \"x\"", "x", "true"),
                Arguments.of("a == \"x\"", new StringBuilder("x"), "true"),
                Arguments.of("a == \"x\"", "\uD800", "UNUSABLE_VALUE"),
                Arguments.of("a", true, "true"),
                Arguments.of("a == 1", new Object(), "UNUSABLE_VALUE"),
                Arguments.of("a.x == 1", withNull, "true"),
                Arguments.of("a has y", withNull, "false"),
                Arguments.of("a == {x: 1}", withNull, "true"),
                Arguments.of("a == {x: 1}", Map.of(1, 1), "UNUSABLE_VALUE"),
                Arguments.of("a.contains(2)", List.of(1, 2), "true"),
                Arguments.of("a.contains(2)", Set.of(1, 2), "true"),
                Arguments.of("a.contains(2)", Arrays.asList(2, null), "UNUSABLE_VALUE"),
                Arguments.of("a has b", List.of(), "TYPE"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldReadArguments(String expression, Object value, String expected) {
        String condition = expression.replaceFirst("^a", "context.input.a");
        CompiledPolicies compiled = Requests.compile("permit(principal, action, resource) when { " + condition + " };");
        RequestFrame frame = Requests.frame(compiled);
        assertThat(frame.bindMap(compiled.contextSlot("input"), Map.of("a", value)))
                .isEqualTo(BindStatus.OK);
        boolean allowed = compiled.decide(frame) == Decision.ALLOW;
        assertThat(frame.errorCount() > 0 ? frame.outcome().errorCode(0).name() : String.valueOf(allowed))
                .isEqualTo(expected);
    }

    @Test
    void shouldLimitNesting() {
        List<Object> own = new ArrayList<>();
        own.add(own);
        Map<String, Object> map = new HashMap<>();
        map.put("a", own);
        CompiledPolicies compiled =
                Requests.compile("permit(principal, action, resource) when { context.input.a.contains(1) };");
        RequestFrame frame = Requests.frame(compiled);
        assertThat(frame.bindMap(compiled.contextSlot("input"), map)).isEqualTo(BindStatus.TOO_DEEP);
        assertThat(frame.isBound(compiled.contextSlot("input"))).isFalse();
    }

    @Test
    void shouldLimitWhatIsKept() {
        List<Integer> many = new ArrayList<>();
        for (int i = 0; i <= RequestFrame.MAX_VALUES; i++) {
            many.add(i);
        }
        CompiledPolicies compiled =
                Requests.compile("permit(principal, action, resource) when { context.input.a.contains(1) };");
        assertThat(Requests.frame(compiled).bindMap(compiled.contextSlot("input"), Map.of("a", many)))
                .isEqualTo(BindStatus.TOO_LARGE);
    }
}
