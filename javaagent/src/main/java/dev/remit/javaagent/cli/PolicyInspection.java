package dev.remit.javaagent.cli;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyLint;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import dev.remit.engine.policy.PolicyLabels;
import dev.remit.engine.policy.suggest.UnknownTools;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at policies, entities and a schema together, and collects all that is wrong with any of them. */
final class PolicyInspection {
    /** Of a tool's arguments nobody knows what is there. */
    private static final Set<String> UNCERTAIN = Set.of("input");

    private final List<PolicyProblem> problems = new ArrayList<>();
    private @Nullable PolicySet policies;
    private @Nullable Schema schema;
    private EntityStore entities = EntityStore.empty();

    /** Everything that the guard refuses at load, then what is allowed and hardly meant. */
    static PolicyInspection of(
            List<PolicySource> policies,
            @Nullable PolicySource schema,
            @Nullable PolicySource entities,
            @Nullable Set<String> tools) {
        PolicyInspection inspection = new PolicyInspection();
        inspection.read(policies, schema, entities);
        if (inspection.policies != null) {
            inspection.inspect(inspection.policies, tools);
        }
        inspection.problems.sort(Comparator.comparing((PolicyProblem problem) -> !problem.error())
                .thenComparing(problem -> problem.source().name())
                .thenComparing(PolicyProblem::offset));
        return inspection;
    }

    private void read(
            List<PolicySource> sources, @Nullable PolicySource schemaText, @Nullable PolicySource entitiesText) {
        try {
            policies = PolicyParser.parse(sources);
        } catch (PolicySyntaxException e) {
            add(e.errors());
        }
        boolean schemaRead = true;
        try {
            schema = schemaText == null ? null : SchemaParser.parse(schemaText.name(), schemaText.text());
        } catch (SchemaFormatException e) {
            add(e.errors());
            schemaRead = false;
        }
        if (entitiesText != null && schemaRead) {
            try {
                entities = EntityParser.parse(entitiesText.name(), entitiesText.text(), schema);
                add(PolicyLabels.errors(entities, entitiesText));
            } catch (EntityFormatException e) {
                add(e.errors());
            }
        }
    }

    private void inspect(PolicySet set, @Nullable Set<String> tools) {
        if (schema != null) {
            add(PolicyValidator.validate(set, schema), false);
        }
        add(PolicyLabels.errors(set));
        try {
            PolicyCompiler.compile(set, entities, ErrorMode.GUARD);
        } catch (PolicySyntaxException e) {
            add(e.errors());
        }
        // With a schema, what may be absent is an error already, and what is always false a warning.
        add(PolicyLint.check(set, entities, schema == null ? UNCERTAIN : Set.of()), schema != null);
        if (tools != null) {
            add(UnknownTools.check(set, tools), false);
        }
    }

    private void add(List<SyntaxError> errors) {
        problems.addAll(PolicyProblem.of(errors));
    }

    private void add(List<Finding> findings, boolean onlyNewPlaces) {
        for (Finding finding : findings) {
            PolicyProblem problem = PolicyProblem.of(finding);
            if (!onlyNewPlaces || problems.stream().noneMatch(known -> isAt(known, problem))) {
                problems.add(problem);
            }
        }
    }

    private static boolean isAt(PolicyProblem known, PolicyProblem problem) {
        return known.offset() == problem.offset()
                && known.source().name().equals(problem.source().name());
    }

    /** Errors first, then by place. */
    List<PolicyProblem> problems() {
        return problems;
    }

    int errors() {
        return PolicyProblem.errors(problems);
    }

    /** How many policies there are, templates not counted; 0 where they can't be read. */
    int policyCount() {
        return policies == null ? 0 : policies.policies().size();
    }
}
