package dev.remit.cedar.differential;

import dev.remit.cedar.TestJson;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.PolicySet;
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
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
            EntityUid action = uid(request.action());
            List<String> problems =
                    RequestCheck.check(schema, uid(request.principal()), action, uid(request.resource()));
            ActionType type = schema.action(action);
            if (!problems.isEmpty() || type == null) {
                return REFUSED_BY_SCHEMA.because(problems.toString());
            }
            ContextParser.parse("c", request.context().toString(), schema, type);
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
        frame.reset();
        Value context;
        try {
            frame.principal(entity(request.principal(), compiled));
            frame.action(entity(request.action(), compiled));
            frame.resource(entity(request.resource(), compiled));
            context = ContextParser.parse("c", json);
        } catch (EntityFormatException e) {
            return REQUEST_REFUSED.because(String.valueOf(e.getMessage()));
        }
        frame.set(0, context);
        Answer byValue = decide(compiled, frame);
        if (json.contains("__extn") || json.contains("__entity")) {
            return byValue;
        }
        frame.reset();
        frame.principal(entity(request.principal(), compiled));
        frame.action(entity(request.action(), compiled));
        frame.resource(entity(request.resource(), compiled));
        BindStatus status = frame.bindJson(0, json);
        if (status != BindStatus.OK) {
            return new Answer("bound from JSON: " + status, byValue.toString());
        }
        Answer byJson = decide(compiled, frame);
        return byJson.agrees(byValue)
                ? byValue
                : new Answer("bound from JSON: " + byJson.verdict(), byValue.toString());
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
