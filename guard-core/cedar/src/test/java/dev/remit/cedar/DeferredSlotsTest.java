package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes of the context that are bound when a condition first asks for them. */
class DeferredSlotsTest {
    private final List<String> asked = new ArrayList<>();
    private boolean present = true;

    /** A frame whose {@code context.s} is a record of {@code calls}, 3, {@code name}, "x", and {@code absent}, while {@link #present}. */
    private RequestFrame frame(CompiledPolicies policies) {
        final RequestFrame frame = Requests.frame(policies);
        defer(policies, frame, "s");
        defer(policies, frame, "s", "calls");
        defer(policies, frame, "s", "name");
        defer(policies, frame, "s", "absent");
        return frame;
    }

    private void defer(CompiledPolicies policies, RequestFrame frame, String... path) {
        frame.defer(
                policies.contextSlot(path),
                (to, slot, attribute) -> {
                    final String name = path[path.length - 1];
                    asked.add(name);
                    assertThat(attribute).isEqualTo(path.length);
                    if (present) {
                        switch (name) {
                            case "s" -> to.setRecord(slot);
                            case "calls" -> to.setLong(slot, 3);
                            case "name" -> to.setString(slot, "x");
                            default -> {}
                        }
                    }
                },
                path.length);
    }

    private static boolean allows(CompiledPolicies policies, RequestFrame frame) {
        return policies.decide(frame) == Decision.ALLOW;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            context.s.calls == 3                              | true  | calls
            context.s.calls > 3                               | false | calls
            context.s.calls <= 3 && context.s.calls >= 3      | true  | calls
            context.s.name == "x"                             | true  | name
            context.s.name like "x*"                          | true  | name
            context has s                                     | true  | s
            context.s has name                                | true  | name
            context.s has absent                              | false | absent
            context.s.absent == 1                             | false | absent
            context.s == {"calls": 3, "name": "x"} && !(context.s has absent) && context.s.calls == 3 && context.s.name == "x" | true  | s,calls,name,absent
            false && context.s.calls == 3                     | false | ``
            """)
    void shouldAskForWhatAConditionReads(String condition, boolean allowed, String names) {
        final CompiledPolicies policies =
                Requests.compile("permit (principal, action, resource) when { " + condition + " };");
        final RequestFrame frame = frame(policies);

        for (int request = 0; request < 2; request++) {
            assertThat(allows(policies, frame)).isEqualTo(allowed);
            assertThat(allows(policies, frame)).isEqualTo(allowed);
            final List<String> expected = names.isEmpty() ? List.of() : List.of(names.split(","));
            assertThat(asked).containsAll(expected).doesNotHaveDuplicates();
            assertThat(asked).isSubsetOf(names.isEmpty() ? List.of() : with(expected, "s"));
            asked.clear();
            again(frame, policies);
        }
    }

    private static List<String> with(List<String> names, String more) {
        final List<String> all = new ArrayList<>(names);
        all.add(more);
        return all;
    }

    private static void again(RequestFrame frame, CompiledPolicies policies) {
        frame.reset();
        Requests.parties(policies, frame);
    }

    @Test
    void shouldTakeForAbsentWhatTheSourceLeavesAlone() {
        final CompiledPolicies policies = Requests.compile(
                "permit (principal, action, resource) when { context has s || context.s has calls || context.s.calls == 3 };");
        final RequestFrame frame = frame(policies);
        present = false;

        assertThat(allows(policies, frame)).isFalse();
        assertThat(frame.errorMessage(0)).contains("context", "s");
        again(frame, policies);
        present = true;
        assertThat(allows(policies, frame)).isTrue();
    }

    @Test
    void shouldOverruleTheSourceByWhatIsBound() {
        final CompiledPolicies policies = Requests.compile(
                "permit (principal, action, resource) when { context.s.calls == 7 && !(context.s has name) };");
        final RequestFrame frame = frame(policies);
        final int s = policies.contextSlot("s");

        frame.set(s, Value.record(Map.of("calls", Value.of(7))));
        assertThat(allows(policies, frame)).isTrue();
        assertThat(asked).isEmpty();

        again(frame, policies);
        assertThat(allows(policies, frame)).isFalse();
        frame.set(s, Value.record(Map.of("calls", Value.of(7))));
        assertThat(allows(policies, frame)).isTrue();

        again(frame, policies);
        frame.setLong(policies.contextSlot("s", "calls"), 7);
        assertThat(allows(policies, frame)).as("name is still the source's").isFalse();

        again(frame, policies);
        frame.set(0, Value.record(Map.of("s", Value.record(Map.of("calls", Value.of(7))))));
        assertThat(allows(policies, frame)).isTrue();

        again(frame, policies);
        assertThat(allows(policies, frame))
                .as("the next request is the source's")
                .isFalse();
    }

    @Test
    void shouldBindOthersBesideIt() {
        final CompiledPolicies policies = Requests.compile(
                "permit (principal, action, resource) when { context.input.n == context.s.calls && context.input has n };");
        final RequestFrame frame = frame(policies);

        for (int i = 0; i < 3; i++) {
            assertThat(frame.bindJson(policies.contextSlot("input"), "{\"n\": " + (2 + i) + "}"))
                    .isEqualTo(BindStatus.OK);
            assertThat(allows(policies, frame)).isEqualTo(i == 1);
            again(frame, policies);
        }
    }

    @Test
    void shouldIgnoreWhatNoPolicyReads() {
        final CompiledPolicies policies = Requests.compile("permit (principal, action, resource);");

        assertThat(allows(policies, frame(policies))).isTrue();
        assertThat(asked).isEmpty();
    }
}
