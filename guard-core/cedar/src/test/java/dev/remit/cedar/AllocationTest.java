package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Once warm, a request costs not one byte: reset, bind, decide, read the outcome. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;
    private static final String LONG_TEXT = "x".repeat(500) + "needle" + "y".repeat(518);

    /** The least of a few runs: a compilation in the background may charge one of them. */
    private static long bytes(IntSupplier work) {
        long least = Long.MAX_VALUE;
        int sum = 0;
        for (int i = 0; i < WARM_UP; i++) {
            sum += work.getAsInt();
        }
        for (int run = 0; run < 3; run++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MEASURED; i++) {
                sum += work.getAsInt();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum).isNotEqualTo(Integer.MIN_VALUE);
        return least;
    }

    @Test
    void shouldNoticeOneAllocation() {
        Object[] sink = new Object[1];
        assertThat(bytes(() -> {
                    sink[0] = new int[1];
                    return 1;
                }))
                .isGreaterThanOrEqualTo(16L * MEASURED);
    }

    private static long bytesToDecide(String policies, ErrorMode mode, String json, int expected) {
        CompiledPolicies compiled = Requests.compile(policies, mode);
        RequestFrame frame = compiled.newFrame();
        ResolvedEntity principal = Requests.resolve(compiled, "User", "alice");
        ResolvedEntity action = Requests.resolve(compiled, "Action", "view");
        ResolvedEntity resource = Requests.resolve(compiled, "Doc", "d1");
        int input = compiled.contextSlot("input");
        int host = compiled.contextSlot("http", "host");
        int port = compiled.contextSlot("http", "port");
        int attested = compiled.contextSlot("attested");
        IntSupplier request = () -> {
            frame.reset();
            frame.principal(principal);
            frame.action(action);
            frame.resource(resource);
            frame.setString(host, "https://api.acme.com:443/", 8, 20);
            frame.setLong(port, 443);
            frame.setBool(attested, true);
            if (frame.bindJson(input, json) != BindStatus.OK) {
                throw new AssertionError("not bound: offset=" + frame.bindErrorOffset());
            }
            int verdict = compiled.decide(frame);
            for (int i = 0; i < frame.determiningCount(); i++) {
                verdict += 2 * frame.determiningPolicy(i);
            }
            for (int i = 0; i < frame.errorCount(); i++) {
                verdict += 2 * frame.erroringPolicy(i);
            }
            return verdict & 1;
        };
        assertThat(request.getAsInt()).isEqualTo(expected);
        return bytes(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "context.http.host == \"api.acme.com\" && context.http.port + 1 > 443 && context.attested",
                "context.input.amount < 100 && context.input.to like \"*@acme.com\"",
                "context.input.text like \"*needle*yy\" && context.input.text like \"*x*y*\"",
                "context.input.escaped == \"a\\nb\" || context.input.escaped like \"*\\u{e9}*\"",
                "context.input.list.contains(3) && [1, 2, context.input.amount].containsAny(context.input.list)",
                "context.input.record == {a: [1, 2], b: {c: \"d\"}} && context.input.list == [3, 2, 1]",
                "{a: context.input.amount, b: [context.http.host]} == {b: [\"api.acme.com\"], a: 42}",
                "context.input == context.input && context.input has record.b.c",
                "principal in [Group::\"none\", Group::\"all\"] && principal.address.city == \"Paris\" && principal is User",
                "principal.boss.age > 40 && principal.tags.contains(\"a\") && principal.getTag(\"team\") == \"red\"",
                "ip(context.input.ip).isInRange(ip(\"10.0.0.0/8\")) && context.input.price.lessThan(decimal(\"9.99\"))",
                "datetime(context.input.date).offset(duration(\"1h\")) > datetime(\"2024-01-01\")",
                "if context.input has nothing then false else -context.input.amount * 2 == -84",
            })
    void shouldNotAllocateWhenAllowed(String condition) {
        String json = """
                {"amount": 42, "to": "bob@acme.com", "text": "%s", "escaped": "a\\nb", "unread": [{"x": [1.5e3]}, "\\u00e9"],
                 "list": [1, 2, 3, 3], "record": {"a": [2, 1], "b": {"c": "d"}}, "ip": "10.1.2.3", "price": 1.25,
                 "date": "2024-05-06T07:08:09Z"}
                """.formatted(LONG_TEXT);
        assertThat(bytesToDecide(
                        "permit(principal, action, resource) when { " + condition + " };"
                                + "forbid(principal, action, resource) when { context.input.amount == 43 };",
                        ErrorMode.GUARD,
                        json,
                        Decision.ALLOW))
                .isZero();
    }

    @Test
    void shouldNotAllocateWhenDenied() {
        String policies = "permit(principal, action, resource);"
                + "forbid(principal, action, resource) when { context.input.path like \"*/etc/*\" };"
                + "forbid(principal in Group::\"all\", action, resource) unless { context.input.ok };";
        assertThat(bytesToDecide(policies, ErrorMode.GUARD, "{\"path\":\"\\/etc/passwd\",\"ok\":false}", Decision.DENY))
                .isZero();
        assertThat(bytesToDecide("", ErrorMode.GUARD, "{}", Decision.DENY)).isZero();
    }

    @ParameterizedTest
    @EnumSource(ErrorMode.class)
    void shouldNotAllocateOnErrors(ErrorMode mode) {
        String policies = "permit(principal, action, resource) when { context.input.absent == 1 };"
                + "permit(principal, action, resource) when { context.input.n + 9223372036854775807 == 1 };"
                + "permit(principal, action, resource) when { context.input.big == 1 };"
                + "permit(principal, action, resource) when { ip(context.input.s).isIpv4() };"
                + "permit(principal, action, resource) when { principal.boss.absent };"
                + "forbid(principal, action, resource) when { context.input.n like \"a\" };";
        assertThat(bytesToDecide(policies, mode, "{\"n\":1,\"s\":\"zz\",\"big\":1e99}", Decision.DENY))
                .isZero();
    }

    @Test
    void shouldNotAllocateWhenArgumentsAreRefused() {
        CompiledPolicies compiled =
                Requests.compile("permit(principal, action, resource) when { context.input.a.b == 1 };");
        RequestFrame frame = compiled.newFrame();
        int input = compiled.contextSlot("input");
        String[] bad = {"{\"a\":{\"b\":1},\"a\":1}", "{\"a\":", "[]", "{\"z\":" + "[".repeat(100)};
        assertThat(bytes(() -> {
                    int failures = 0;
                    frame.reset();
                    for (String json : bad) {
                        failures += frame.bindJson(input, json).ordinal();
                    }
                    return failures;
                }))
                .isZero();
    }

    @Test
    void shouldNotAllocateForAMap() {
        CompiledPolicies compiled = Requests.compile("permit(principal, action, resource) when {"
                + " context.input.n > 1 && context.input.s like \"a*\" && context.input.sub.list.contains(\"x\") };");
        RequestFrame frame = compiled.newFrame();
        ResolvedEntity principal = Requests.resolve(compiled, "User", "alice");
        ResolvedEntity action = Requests.resolve(compiled, "Action", "view");
        ResolvedEntity resource = Requests.resolve(compiled, "Doc", "d1");
        int input = compiled.contextSlot("input");
        Map<String, Object> map = new HashMap<>();
        map.put("n", 2);
        map.put("s", "abc");
        map.put("sub", Map.of("list", List.of("w", "x")));
        map.put("unread", new Object());
        assertThat(bytes(() -> {
                    frame.reset();
                    frame.principal(principal);
                    frame.action(action);
                    frame.resource(resource);
                    frame.bindMap(input, map);
                    if (compiled.decide(frame) != Decision.ALLOW) {
                        throw new AssertionError("denied");
                    }
                    return 1;
                }))
                .isZero();
    }
}
