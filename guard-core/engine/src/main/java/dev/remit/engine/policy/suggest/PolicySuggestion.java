package dev.remit.engine.policy.suggest;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Quoted;
import dev.remit.engine.Category;
import dev.remit.engine.policy.Vocabulary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Writes Cedar that permits the observed calls and no others: a policy's actions and resources are only ever listed together where each of
 * those actions was seen on each of those resources. Not thread-safe; for one use.
 */
public final class PolicySuggestion {
    private final StringBuilder out = new StringBuilder(4096);
    private final Set<String> ids = new HashSet<>();

    private PolicySuggestion() {}

    /**
     * Writes the policies.
     *
     * @param calls what was observed
     * @param journal where, for the comment on top
     */
    public static String of(ObservedCalls calls, String journal) {
        PolicySuggestion suggestion = new PolicySuggestion();
        suggestion.header(calls, journal);
        calls.calls().forEach(suggestion::principal);
        return suggestion.out.toString();
    }

    private void header(ObservedCalls calls, String journal) {
        comment("A policy that permits what was observed, written by Remit. Review it before use: it says what");
        comment("was done, not what should be. Then save it as a .cedar file, and set policy and mode=enforce.");
        comment("");
        comment("Journal: " + journal);
        if (calls.firstNs() > calls.lastNs()) {
            comment("Calls:   none; with this policy every call would be refused");
            return;
        }
        comment("Calls:   " + calls.permitted() + ", from " + time(calls.firstNs()) + " to " + time(calls.lastNs()));
        if (calls.refused() > 0) {
            comment("Left out: " + calls.refused() + " that were refused");
        }
        if (calls.unusable() > 0) {
            comment("Left out: " + calls.unusable()
                    + " whose names are too long for a record, or reserved; they will be refused");
        }
    }

    private void principal(EntityUid principal, Map<Category, SortedMap<EntityUid, SortedSet<EntityUid>>> byKind) {
        out.append('\n');
        comment("==== " + role(principal) + " " + principal.id());
        byKind.forEach((kind, actionsByResource) -> {
            String id = shortName(principal) + "-" + word(kind);
            groups(actionsByResource).forEach((group, resources) -> policy(id, principal, group, resources));
        });
    }

    /** The resources of one type on which exactly the same actions were seen, so that their product permits nothing more. */
    private record Group(String resourceType, List<EntityUid> actions) {
        /** Types together, few actions before many; any total order would do. */
        static final Comparator<Group> ORDER = Comparator.comparing(Group::resourceType)
                .thenComparing(group -> group.actions().size())
                .thenComparing(group -> group.actions().toString());
    }

    private static SortedMap<Group, List<EntityUid>> groups(Map<EntityUid, SortedSet<EntityUid>> actionsByResource) {
        SortedMap<Group, List<EntityUid>> groups = new TreeMap<>(Group.ORDER);
        actionsByResource.forEach((resource, actions) -> groups.computeIfAbsent(
                        new Group(resource.type(), List.copyOf(actions)), group -> new ArrayList<>())
                .add(resource));
        return groups;
    }

    private void policy(String id, EntityUid principal, Group group, List<EntityUid> resources) {
        out.append("\n@id(").append(Quoted.of(unique(id))).append(")\npermit (\n");
        out.append("    principal == ").append(principal).append(",\n    action ");
        oneOf(group.actions(), "    ");
        out.append(",\n    resource ");
        if (resources.size() == 1) {
            out.append("== ").append(resources.get(0)).append("\n);\n");
        } else {
            // Cedar takes a list of actions in a policy's head, but of resources only in a condition.
            out.append("is ").append(group.resourceType()).append("\n)\nwhen {\n    resource ");
            oneOf(resources, "    ");
            out.append("\n};\n");
        }
    }

    private void oneOf(Collection<EntityUid> entities, String indent) {
        if (entities.size() == 1) {
            out.append("== ").append(entities.iterator().next());
            return;
        }
        out.append("in [");
        String separator = "\n";
        for (EntityUid entity : entities) {
            out.append(separator).append(indent).append("    ").append(entity);
            separator = ",\n";
        }
        out.append('\n').append(indent).append(']');
    }

    private String unique(String id) {
        String free = id;
        for (int i = 2; !ids.add(free); i++) {
            free = id + "-" + i;
        }
        return free;
    }

    /** What was recorded may hold anything; a comment stays on its line. */
    private void comment(String text) {
        out.append("//");
        if (!text.isEmpty()) {
            out.append(' ');
        }
        text.codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '\uFFFD' : c));
        out.append('\n');
    }

    private static String time(long ns) {
        return Instant.EPOCH.plusNanos(ns).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String role(EntityUid principal) {
        return switch (principal.type()) {
            case Vocabulary.AGENT -> "AI agent";
            case Vocabulary.WORKLOAD -> "The application itself, outside any AI agent's work:";
            default -> principal.type();
        };
    }

    /** {@code agent-support} of {@code Remit::Agent::"spiffe://acme.com/desk/support"}. */
    private static String shortName(EntityUid principal) {
        String type = principal.type().substring(principal.type().lastIndexOf(':') + 1);
        String name = principal.id().substring(principal.id().lastIndexOf('/') + 1);
        return Character.toLowerCase(type.charAt(0)) + type.substring(1) + "-" + name;
    }

    private static String word(Category kind) {
        return switch (kind) {
            case TOOL -> "tools";
            case HTTP -> "http";
            case SECRET -> "secrets";
            case CONNECT -> "connections";
            case EXEC -> "programs";
            case CODE -> "code";
        };
    }
}
