package dev.remit.bench.decision;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One policy set and one request for each part of the language that is measured. */
@State(Scope.Thread)
public class LanguageSetting {
    private static final int GROUPS = 1000;
    private static final int ELEMENTS = 100;
    private static final int ATTRIBUTES = 64;
    private static final int GRID = 100;

    /** What is measured. */
    public enum Part {
        /** A principal five levels below the group that the head names, among 1,000 groups. */
        HIERARCHY,
        /** A set of 100 literals that holds the context's text. */
        SET_CONTAINS,
        /** A set of 100 elements in the context, all of them among 100 literals. */
        SET_CONTAINS_ALL,
        /** A text of 1 KB against {@code like "*x*y*"}, found at its end. */
        LIKE,
        /** An address, parsed, in one of three ranges. */
        IP,
        /** 64 attributes, each compared. */
        ATTRIBUTES,
        /** 10,000 policies for 100 principals and 100 actions. */
        GRID,
        /** 10,000 policies for one action and one type of principal, each for another group of resources. */
        RESOURCES,
        /** 1,000 policies for one type of principal, each for another action. */
        ACTIONS
    }

    /** What is measured. */
    @Param
    public Part part = Part.HIERARCHY;

    private CompiledPolicies compiled = Remit.compile("");
    private RequestFrame frame = compiled.newFrame();
    private ResolvedEntity principal = Remit.resolve(compiled, "User", "u");
    private ResolvedEntity action = principal;
    private ResolvedEntity resource = principal;
    private Value context = Value.record(Map.of());
    private String text = "";
    private int slot = -1;

    /** Everything that outlives a request. */
    @Setup
    public void prepare() {
        EntityStore store = part == Part.HIERARCHY ? groups() : EntityStore.empty();
        compiled = Remit.compile(policies(), store);
        frame = compiled.newFrame();
        context = context();
        text = text();
        slot = compiled.contextSlot("text");
        principal = party("User", part == Part.GRID ? "7" : "u", part == Part.HIERARCHY ? "g999" : "g");
        action = party("Action", part == Part.GRID || part == Part.ACTIONS ? "13" : "a", "g");
        resource = party("Doc", "d", part == Part.RESOURCES ? "g4711" : "g");
    }

    private ResolvedEntity party(String type, String id, String group) {
        return compiled.resolve(EntityUid.of(type, id), List.of(EntityUid.of("Group", group)), Map.of());
    }

    private String policies() {
        StringBuilder out = new StringBuilder();
        switch (part) {
            case HIERARCHY -> permit(out, "principal in Group::\"g0\", action, resource", "true");
            case SET_CONTAINS -> permit(out, "principal, action, resource", literals() + ".contains(context.text)");
            case SET_CONTAINS_ALL ->
                permit(out, "principal, action, resource", literals() + ".containsAll(context.set)");
            case LIKE -> permit(out, "principal, action, resource", "context.text like \"*x*y*\"");
            case IP ->
                permit(
                        out,
                        "principal, action, resource",
                        "ip(context.text).isInRange(ip(\"10.0.0.0/8\")) || ip(context.text).isInRange(ip(\"172.16.0.0/12\"))"
                                + " || ip(context.text).isInRange(ip(\"192.168.0.0/16\"))");
            case ATTRIBUTES -> {
                List<String> terms = new ArrayList<>();
                for (int i = 0; i < ATTRIBUTES; i++) {
                    terms.add("context.a" + i + " < " + (i + 1));
                }
                permit(out, "principal, action, resource", String.join(" && ", terms));
            }
            case GRID -> {
                for (int i = 0; i < GRID * GRID; i++) {
                    permit(
                            out,
                            "principal == User::\"" + i / GRID + "\", action == Action::\"" + i % GRID + "\", resource",
                            "context.text like \"a*\"");
                }
            }
            case RESOURCES -> {
                for (int i = 0; i < GRID * GRID; i++) {
                    permit(
                            out,
                            "principal is User, action == Action::\"a\", resource in Group::\"g" + i + '"',
                            "context.text like \"a*\"");
                }
            }
            default -> {
                for (int i = 0; i < GROUPS; i++) {
                    permit(
                            out,
                            "principal is User, action == Action::\"" + i + "\", resource",
                            "context.text like \"a*\"");
                }
            }
        }
        return out.toString();
    }

    private static void permit(StringBuilder out, String head, String condition) {
        out.append("permit (")
                .append(head)
                .append(") when { ")
                .append(condition)
                .append(" };\n");
    }

    private static String literals() {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            elements.add("\"element-" + i + '"');
        }
        return elements.toString();
    }

    /** Five levels: each group is in the one with a quarter of its number. */
    private static EntityStore groups() {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < GROUPS; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"uid\": {\"type\": \"Group\", \"id\": \"g")
                    .append(i);
            json.append("\"}, \"attrs\": {}, \"parents\": [");
            if (i > 0) {
                json.append("{\"type\": \"Group\", \"id\": \"g").append(i / 4).append("\"}");
            }
            json.append("]}");
        }
        return EntityParser.parse("groups", json.append(']').toString());
    }

    private Value context() {
        if (part == Part.SET_CONTAINS_ALL) {
            List<Value> elements = new ArrayList<>();
            for (int i = 0; i < ELEMENTS; i++) {
                elements.add(Value.of("element-" + i));
            }
            return Value.record(Map.of("set", Value.set(elements)));
        }
        Map<String, Value> attributes = new HashMap<>();
        for (int i = 0; part == Part.ATTRIBUTES && i < ATTRIBUTES; i++) {
            attributes.put("a" + i, Value.of(i));
        }
        return Value.record(attributes);
    }

    private String text() {
        return switch (part) {
            case SET_CONTAINS -> "element-77";
            case LIKE -> "a".repeat(1022) + "xy";
            case IP -> "192.168.17.4";
            default -> "abc";
        };
    }

    /** {@link Decision#ALLOW}. */
    int decide() {
        frame.reset();
        frame.principal(principal);
        frame.action(action);
        frame.resource(resource);
        if (slot >= 0) {
            frame.setString(slot, text);
        } else {
            frame.set(0, context);
        }
        int verdict = compiled.decide(frame);
        if (verdict != Decision.ALLOW) {
            throw new IllegalStateException("denied: part=" + part);
        }
        return verdict;
    }
}
