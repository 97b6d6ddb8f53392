package dev.remit.cedar.differential;

import dev.remit.cedar.TestJson;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.check.RequestCheck;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.ResolvedEntity;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.parse.PolicyJson;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Our engine. A context without escapes is bound twice, as values and as the JSON of a tool's arguments. */
final class Remit implements Engine {

    @Override
    public List<Answer> answers(Case test) {
        return answers(test, sources(test));
    }

    @Override
    public List<Answer> answers(Case test, String policiesJson) {
        return answers(test, List.of(new PolicySource("json", policiesJson)));
    }

    @Override
    public String policiesJson(Case test) {
        try {
            return PolicyJson.write(PolicyParser.parse(sources(test)));
        } catch (PolicySyntaxException e) {
            return NO_POLICIES;
        }
    }

    private static List<Answer> answers(Case test, List<PolicySource> sources) {
        try {
            return answersOrBreaksDown(test, sources);
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(brokenDown(e));
        }
    }

    private static List<Answer> answersOrBreaksDown(Case test, List<PolicySource> sources) {
        PolicySet policies;
        EntityStore entities;
        try {
            policies = PolicyParser.parse(sources);
            entities = EntityParser.parse("e", test.entities().toString());
        } catch (PolicySyntaxException e) {
            return List.of(POLICIES_REFUSED.because(String.valueOf(e.getMessage())));
        } catch (EntityFormatException e) {
            return List.of(ENTITIES_REFUSED.because(String.valueOf(e.getMessage())));
        }
        CompiledPolicies compiled = PolicyCompiler.compile(policies, entities, ErrorMode.CEDAR);
        RequestFrame frame = compiled.newFrame();
        List<Answer> answers = new ArrayList<>();
        for (Case.Request request : test.requests()) {
            answers.add(answer(request, compiled, frame));
        }
        return answers;
    }

    @Override
    public List<Answer> typedAnswers(Case test) {
        try {
            Schema schema = SchemaParser.parse("s", test.schema().toString());
            PolicySet policies = PolicyParser.parse(sources(test));
            EntityStore entities;
            try {
                entities = EntityParser.parse("e", test.entities().toString(), schema);
            } catch (EntityFormatException e) {
                // To the other engine they are a part of each request.
                Answer refused = REQUEST_REFUSED.because(String.valueOf(e.getMessage()));
                return Collections.nCopies(test.requests().size(), refused);
            }
            CompiledPolicies compiled = PolicyCompiler.compile(policies, entities, ErrorMode.CEDAR);
            RequestFrame frame = compiled.newFrame();
            List<Answer> answers = new ArrayList<>();
            for (Case.Request request : test.requests()) {
                answers.add(typedAnswer(request, schema, compiled, frame));
            }
            return answers;
        } catch (SchemaFormatException e) {
            return List.of(SCHEMA_REFUSED.because(String.valueOf(e.getMessage())));
        } catch (PolicySyntaxException e) {
            return List.of(POLICIES_REFUSED.because(String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(brokenDown(e));
        }
    }

    private static Answer typedAnswer(
            Case.Request request, Schema schema, CompiledPolicies compiled, RequestFrame frame) {
        try {
            Value context = typedContext(request, schema);
            if (context == null) {
                return REQUEST_REFUSED;
            }
            bindParties(request, compiled, frame);
            frame.set(0, context);
            return decide(compiled, frame);
        } catch (EntityFormatException e) {
            return REQUEST_REFUSED.because(String.valueOf(e.getMessage()));
        }
    }

    /** The context of a request that fits the schema; null where it fits not by its parties. */
    private static @Nullable Value typedContext(Case.Request request, Schema schema) {
        EntityUid action = uid(request.action());
        List<String> problems = RequestCheck.check(schema, uid(request.principal()), action, uid(request.resource()));
        ActionType type = schema.action(action);
        return problems.isEmpty() && type != null
                ? ContextParser.parse("c", request.context().toString(), schema, type)
                : null;
    }

    @Override
    public Answer validation(Case test) {
        try {
            Schema schema = SchemaParser.parse("s", test.schema().toString());
            TreeSet<String> invalid = new TreeSet<>();
            TreeSet<String> impossible = new TreeSet<>();
            StringBuilder detail = new StringBuilder();
            for (Finding finding : PolicyValidator.validate(PolicyParser.parse(sources(test)), schema)) {
                boolean isError = finding.severity() == Finding.Severity.ERROR;
                (isError ? invalid : impossible).add(Answer.sameId(finding.policy()));
                detail.append(isError ? finding.message() + "; " : "");
            }
            return Answer.ofValidation(invalid, impossible, detail.toString());
        } catch (SchemaFormatException e) {
            return SCHEMA_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (PolicySyntaxException e) {
            return POLICIES_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return brokenDown(e);
        }
    }

    private static List<PolicySource> sources(Case test) {
        return List.of(
                new PolicySource("policy", test.policies().toString()),
                new PolicySource("template", test.templates().toString()),
                new PolicySource("link", "{\"templateLinks\": " + test.links() + "}"));
    }

    @Override
    public Answer policies(String text) {
        try {
            PolicyCompiler.compile(
                    PolicyParser.parse(List.of(new PolicySource("p", text))), EntityStore.empty(), ErrorMode.CEDAR);
            return ACCEPTED;
        } catch (PolicySyntaxException e) {
            return POLICIES_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return brokenDown(e);
        }
    }

    @Override
    public Answer entities(String json) {
        try {
            EntityParser.parse("e", json);
            return ACCEPTED;
        } catch (EntityFormatException e) {
            return ENTITIES_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return brokenDown(e);
        }
    }

    @Override
    public Answer context(String json) {
        try {
            ContextParser.parse("c", json);
            return ACCEPTED;
        } catch (EntityFormatException e) {
            return REQUEST_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return brokenDown(e);
        }
    }

    @Override
    public Answer schema(String text) {
        try {
            SchemaParser.parse("s", text);
            return ACCEPTED;
        } catch (SchemaFormatException e) {
            return SCHEMA_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return brokenDown(e);
        }
    }

    @Override
    public Answer conforms(String schemaText, String entities, Case.Request request) {
        try {
            Schema schema = SchemaParser.parse("s", schemaText);
            EntityParser.parse("e", entities, schema);
            if (typedContext(request, schema) == null) {
                return REFUSED_BY_SCHEMA;
            }
            return ACCEPTED;
        } catch (SchemaFormatException e) {
            return SCHEMA_REFUSED.because(String.valueOf(e.getMessage()));
        } catch (EntityFormatException e) {
            return REFUSED_BY_SCHEMA.because(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return brokenDown(e);
        }
    }

    private static Answer brokenDown(Throwable e) {
        return new Answer("breaks down", e.toString());
    }

    private static Answer answer(Case.Request request, CompiledPolicies compiled, RequestFrame frame) {
        String json = request.context().toString();
        bindParties(request, compiled, frame);
        try {
            frame.set(0, ContextParser.parse("c", json));
        } catch (EntityFormatException e) {
            return REQUEST_REFUSED.because(String.valueOf(e.getMessage()));
        }
        Answer byValue = decide(compiled, frame);
        if (json.contains("__extn") || json.contains("__entity")) {
            return byValue;
        }
        bindParties(request, compiled, frame);
        BindStatus status = frame.bindJson(0, json);
        if (status != BindStatus.OK) {
            return new Answer("bound from JSON: " + status, byValue.toString());
        }
        Answer byJson = decide(compiled, frame);
        return byJson.agrees(byValue)
                ? byValue
                : new Answer("bound from JSON: " + byJson.verdict(), byValue.toString());
    }

    private static void bindParties(Case.Request request, CompiledPolicies compiled, RequestFrame frame) {
        frame.reset();
        frame.principal(entity(request.principal(), compiled));
        frame.action(entity(request.action(), compiled));
        frame.resource(entity(request.resource(), compiled));
    }

    private static Answer decide(CompiledPolicies compiled, RequestFrame frame) {
        boolean allowed = compiled.decide(frame) == Decision.ALLOW;
        TreeSet<String> determining = new TreeSet<>();
        for (int i = 0; i < frame.determiningCount(); i++) {
            determining.add(
                    Answer.sameId(compiled.policy(frame.determiningPolicy(i)).id()));
        }
        TreeSet<String> erroring = new TreeSet<>();
        StringBuilder detail = new StringBuilder();
        for (int i = 0; i < frame.errorCount(); i++) {
            erroring.add(Answer.sameId(compiled.policy(frame.erroringPolicy(i)).id()));
            detail.append(detail.isEmpty() ? "" : "; ").append(frame.errorMessage(i));
        }
        return Answer.of(allowed, determining, erroring, detail.toString());
    }

    private static ResolvedEntity entity(Term uid, CompiledPolicies compiled) {
        return compiled.resolve(uid(uid), List.of(), Map.of());
    }

    private static EntityUid uid(Term uid) {
        Map<String, Object> parts;
        try {
            parts = TestJson.object(uid.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return EntityUid.of((String) parts.get("type"), (String) parts.get("id"));
    }
}
