package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedArgumentsTest {
    private static NamedArguments of(String names, Object... values) {
        return new NamedArguments(names, values);
    }

    @Test
    void shouldFindArgumentsByTheirParametersNames() {
        final NamedArguments named = of("to,t,total", "alice", 1L, true);
        assertThat(named.get("to")).isEqualTo("alice");
        assertThat(named.get("t")).isEqualTo(1L);
        assertThat(named.get("total")).isEqualTo(true);
        assertThat(named.get("tot")).isNull();
        assertThat(named.get("to,t")).isNull();
        assertThat(named.get(7)).isNull();
        assertThat(of("").get("")).isNull();
        assertThat(of("")).isEmpty();
    }

    @Test
    void shouldGiveEachKindAsPoliciesAndRecordsReadIt() {
        final Object own = new Object() {};
        final NamedArguments named = of(
                "a,b,c,d,e,f,g",
                RoundingMode.UP,
                LocalDate.of(2026, 2, 3),
                'x',
                new Object[] {RoundingMode.DOWN, null},
                null,
                own,
                Map.of("k", 1));
        assertThat(named.get("a")).isEqualTo("UP");
        assertThat(named.get("b")).isEqualTo("2026-02-03");
        assertThat(named.get("c")).isEqualTo("x");
        assertThat(named.get("d"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly("DOWN", null);
        assertThat(named.get("e")).isNull();
        assertThat(named.get("f")).isSameAs(own);
        assertThat(named.keySet()).containsExactlyElementsOf(List.of("a", "b", "c", "d", "e", "f", "g"));
        assertThat(named.get("g")).isEqualTo(Map.of("k", 1));
    }

    @Test
    void shouldKnowTheVerySameArguments() {
        final Object own = new Object();
        final String text = new String("text");
        assertThat(of("a,b", own, 1000L).isSame(of("a,b", own, 1000L))).isTrue();
        assertThat(of("a,b", own, 1000L).isSame(of("a,b", own, 1001L))).isFalse();
        assertThat(of("a", text).isSame(of("a", new String("text")))).isFalse();
        assertThat(of("a", text).isSame(of("a,b", text, null))).isFalse();
    }
}
