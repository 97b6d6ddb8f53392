package dev.remit.javaagent.cli;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Policies as lines: aligned and shortened for people, or whole and separated by tabs for programs. */
final class PolicyTable {
    private static final List<String> TITLES = List.of("id", "effect", "head", "conditions", "annotations", "at");

    /** Code points of a column that people are shown at most. */
    private static final int[] MOST = {40, 40, 70, 10, 50, Integer.MAX_VALUE};

    private final List<List<String>> rows = new ArrayList<>();

    PolicyTable(PolicySet set) {
        for (Policy policy : set.policies()) {
            row(policy, policy.template() == null ? "" : " of template " + policy.template());
        }
        for (Policy template : set.templates()) {
            row(template, " (template)");
        }
    }

    private void row(Policy policy, String kind) {
        rows.add(List.of(
                PropertyText.comment(policy.id()),
                PropertyText.comment(effect(policy) + kind),
                head(policy),
                String.valueOf(policy.conditions().size()),
                annotations(policy),
                PropertyText.comment(policy.span().toString())));
    }

    static String effect(Policy policy) {
        return policy.effect().name().toLowerCase(Locale.ROOT);
    }

    /** What the head asks. */
    private static String head(Policy policy) {
        List<String> asked = new ArrayList<>();
        Heads.describe("principal", policy.principal(), asked);
        Heads.describe("action", policy.action(), asked);
        Heads.describe("resource", policy.resource(), asked);
        return asked.isEmpty() ? "any request" : String.join(", ", asked);
    }

    /** All but the id, which has a column of its own. */
    private static String annotations(Policy policy) {
        List<String> written = new ArrayList<>();
        for (Map.Entry<String, String> annotation : policy.annotations().entrySet()) {
            if (!annotation.getKey().equals("id")) {
                String value = annotation.getValue();
                written.add('@' + annotation.getKey() + (value.isEmpty() ? "" : '(' + Quoted.of(value) + ')'));
            }
        }
        return String.join(" ", written);
    }

    /** A line for each, its values between tabs. */
    String plain() {
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            out.append(String.join("\t", row)).append('\n');
        }
        return out.toString();
    }

    /** Columns under titles; long values are cut. */
    String aligned() {
        List<List<String>> lines = new ArrayList<>(List.of(TITLES));
        for (List<String> row : rows) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                line.add(Cells.cut(row.get(i), MOST[i]));
            }
            lines.add(line);
        }
        return Cells.table(lines);
    }
}
