package dev.remit.cedar.cases;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.check.RequestCheck;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks the requests of a case file. Stateless. */
public final class CaseRun {
    private final CaseFile file;
    private final @Nullable Schema schema;
    private final CompiledPolicies policies;
    private final List<String> names;

    private CaseRun(CaseFile file, @Nullable Schema schema, CompiledPolicies policies, List<String> names) {
        this.file = file;
        this.schema = schema;
        this.policies = policies;
        this.names = names;
    }

    /**
     * Runs a case.
     *
     * @param mode what an error in a policy does
     * @throws IOException where what the file names can't be read
     */
    public static CaseResult run(CaseFile file, CaseInputs inputs, ErrorMode mode) throws IOException {
        List<PolicySource> sources = inputs.policies(file.policies());
        String schemaText = file.schema() == null ? null : inputs.text(file.schema());
        String entitiesText = file.entities() == null ? null : inputs.text(file.entities());
        try {
            PolicySet set = PolicyParser.parse(sources);
            Schema schema = schemaText == null ? null : SchemaParser.parse(String.valueOf(file.schema()), schemaText);
            EntityStore entities = entities(file.entities(), entitiesText, schema);
            CompiledPolicies compiled = PolicyCompiler.compile(set, entities, mode);
            CaseRun run = new CaseRun(file, schema, compiled, names(set, sources.size()));
            return new CaseResult(file, validation(file, set, schema), run.requests());
        } catch (PolicySyntaxException | SchemaFormatException | EntityFormatException e) {
            return new CaseResult(file, e.getMessage(), List.of());
        }
    }

    private static EntityStore entities(@Nullable String name, @Nullable String text, @Nullable Schema schema) {
        if (name == null || text == null) {
            return EntityStore.empty();
        }
        return EntityParser.parse(name, text, schema);
    }

    /** By its {@code @id}; else, as Cedar has it, {@code policy} and its number. */
    private static List<String> names(PolicySet set, int sources) {
        List<String> names = new ArrayList<>();
        for (Policy policy : set.policies()) {
            boolean named = policy.annotations().containsKey("id") || policy.template() != null || sources > 1;
            names.add(
                    named
                            ? policy.id()
                            : "policy" + policy.id().substring(policy.id().lastIndexOf('#') + 1));
        }
        return names;
    }

    private static @Nullable String validation(CaseFile file, PolicySet set, @Nullable Schema schema) {
        if (file.shouldValidate() == null || schema == null) {
            return null;
        }
        StringBuilder errors = new StringBuilder();
        for (Finding finding : PolicyValidator.validate(set, schema)) {
            if (finding.severity() == Finding.Severity.ERROR) {
                errors.append('\n').append(finding.render());
            }
        }
        if (errors.isEmpty() == file.shouldValidate()) {
            return null;
        }
        return errors.isEmpty()
                ? "the policies fit the schema, expected that they don't"
                : "the policies don't fit the schema, expected that they do:" + errors;
    }

    private List<CaseResult.RequestResult> requests() {
        RequestFrame frame = policies.newFrame();
        List<CaseResult.RequestResult> results = new ArrayList<>();
        for (CaseRequest request : file.requests()) {
            frame.reset();
            String failure;
            try {
                failure = request(request, frame);
            } catch (EntityFormatException e) {
                failure = e.getMessage();
            }
            results.add(new CaseResult.RequestResult(request, failure));
        }
        return results;
    }

    private @Nullable String request(CaseRequest request, RequestFrame frame) {
        List<String> problems = schema == null || !request.validated()
                ? List.of()
                : RequestCheck.check(schema, request.principal(), request.action(), request.resource());
        if (!problems.isEmpty()) {
            return "the request does not fit the schema: " + String.join("; ", problems);
        }
        Value context = context(request);
        frame.principal(entity(request.principal()));
        frame.action(entity(request.action()));
        frame.resource(entity(request.resource()));
        frame.set(0, context);
        boolean allowed = policies.decide(frame) == Decision.ALLOW;
        return compare(request, allowed, frame);
    }

    private Value context(CaseRequest request) {
        ActionType action = schema == null ? null : schema.action(request.action());
        return schema == null || action == null
                ? ContextParser.read(file.source(), request.context())
                : ContextParser.read(file.source(), request.context(), schema, action);
    }

    private ResolvedEntity entity(EntityUid uid) {
        return policies.resolve(uid, List.of(), Map.of());
    }

    private @Nullable String compare(CaseRequest request, boolean allowed, RequestFrame frame) {
        Set<String> reasons = new TreeSet<>();
        for (int i = 0; i < frame.determiningCount(); i++) {
            reasons.add(names.get(frame.determiningPolicy(i)));
        }
        Set<String> errors = new TreeSet<>();
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < frame.errorCount(); i++) {
            errors.add(names.get(frame.erroringPolicy(i)));
            messages.append("\n  ").append(frame.errorMessage(i));
        }
        boolean asExpected = allowed == request.allowed()
                && (request.reasons() == null || request.reasons().equals(reasons))
                && (request.errors() == null || request.errors().equals(errors));
        if (asExpected) {
            return null;
        }
        return "expected " + answer(request.allowed(), request.reasons(), request.errors()) + ", was "
                + answer(allowed, reasons, errors) + messages;
    }

    private static String answer(boolean allowed, @Nullable Set<String> reasons, @Nullable Set<String> errors) {
        return (allowed ? "allow" : "deny")
                + (reasons == null || reasons.isEmpty() ? "" : " by " + String.join(", ", new TreeSet<>(reasons)))
                + (errors == null || errors.isEmpty()
                        ? ""
                        : " with errors in " + String.join(", ", new TreeSet<>(errors)));
    }
}
