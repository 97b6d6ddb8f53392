package dev.remit.cedar.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes policies in Cedar's JSON form, which {@link PolicyParser} and Cedar's own tools read. For tools: no decision needs it. Stateless. */
public final class PolicyJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonGenerator out;
    private final ExpressionJson expressions;

    private PolicyJson(JsonGenerator out) {
        this.out = out;
        this.expressions = new ExpressionJson(out);
    }

    /** One policy or template; a linked one as if it had been written as it is. Its id is not part of it, unless by {@code @id}. */
    public static String write(Policy policy) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new PolicyJson(out).policy(policy);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a text into memory", e);
        }
        return text.toString();
    }

    /** All policies, templates and links, under their ids. */
    public static String write(PolicySet set) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new PolicyJson(out).set(set);
        } catch (IOException e) {
            throw new UncheckedIOException("writing a text into memory", e);
        }
        return text.toString();
    }

    private void set(PolicySet set) throws IOException {
        Map<String, Policy> templates = new HashMap<>();
        for (Policy template : set.templates()) {
            templates.put(template.id(), template);
        }
        out.writeStartObject();
        out.writeObjectFieldStart("staticPolicies");
        for (Policy policy : set.policies()) {
            if (policy.template() == null) {
                member(policy);
            }
        }
        out.writeEndObject();
        out.writeObjectFieldStart("templates");
        for (Policy template : set.templates()) {
            member(template);
        }
        out.writeEndObject();
        out.writeArrayFieldStart("templateLinks");
        for (Policy policy : set.policies()) {
            if (policy.template() != null) {
                link(policy, templates.get(policy.template()));
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void member(Policy policy) throws IOException {
        out.writeFieldName(policy.id());
        policy(policy);
    }

    private void policy(Policy policy) throws IOException {
        out.writeStartObject();
        out.writeStringField("effect", policy.effect() == Effect.PERMIT ? "permit" : "forbid");
        scope("principal", policy.principal());
        scope("action", policy.action());
        scope("resource", policy.resource());
        out.writeArrayFieldStart("conditions");
        for (Condition condition : policy.conditions()) {
            out.writeStartObject();
            out.writeStringField("kind", condition.unless() ? "unless" : "when");
            out.writeFieldName("body");
            expressions.write(condition.body());
            out.writeEndObject();
        }
        out.writeEndArray();
        if (!policy.annotations().isEmpty()) {
            out.writeObjectFieldStart("annotations");
            for (Map.Entry<String, String> annotation : policy.annotations().entrySet()) {
                out.writeStringField(annotation.getKey(), annotation.getValue());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void scope(String variable, Scope scope) throws IOException {
        out.writeObjectFieldStart(variable);
        if (scope instanceof Scope.Equal || scope instanceof Scope.EqualSlot) {
            out.writeStringField("op", "==");
            entityOrSlot(variable, scope);
        } else if (scope instanceof Scope.In || scope instanceof Scope.InSlot) {
            out.writeStringField("op", "in");
            entityOrSlot(variable, scope);
        } else if (scope instanceof Scope.InAny in) {
            out.writeStringField("op", "in");
            entities(in.uids());
        } else if (scope instanceof Scope.Is is) {
            type(is.type());
        } else if (scope instanceof Scope.IsIn is) {
            type(is.type());
            out.writeObjectFieldStart("in");
            entityOrSlot(variable, is);
            out.writeEndObject();
        } else if (scope instanceof Scope.IsInSlot is) {
            type(is.type());
            out.writeObjectFieldStart("in");
            entityOrSlot(variable, is);
            out.writeEndObject();
        } else {
            out.writeStringField("op", "All");
        }
        out.writeEndObject();
    }

    private void entityOrSlot(String variable, Scope scope) throws IOException {
        if (scope.hasSlot()) {
            out.writeStringField("slot", '?' + variable);
        } else {
            out.writeFieldName("entity");
            expressions.write(entity(scope));
        }
    }

    private static EntityUid entity(Scope scope) {
        if (scope instanceof Scope.Equal equal) {
            return equal.uid();
        }
        if (scope instanceof Scope.In in) {
            return in.uid();
        }
        if (scope instanceof Scope.IsIn is) {
            return is.uid();
        }
        throw new IllegalArgumentException("names no entity: " + scope);
    }

    private void type(String type) throws IOException {
        out.writeStringField("op", "is");
        out.writeStringField("entity_type", type);
    }

    private void entities(List<EntityUid> uids) throws IOException {
        out.writeArrayFieldStart("entities");
        for (EntityUid uid : uids) {
            expressions.write(uid);
        }
        out.writeEndArray();
    }

    private void link(Policy policy, @Nullable Policy template) throws IOException {
        if (template == null) {
            throw new IllegalArgumentException("linked from a template that is not in the set: policy=" + policy.id());
        }
        out.writeStartObject();
        out.writeStringField("templateId", template.id());
        out.writeStringField("newId", policy.id());
        out.writeObjectFieldStart("values");
        value("?principal", template.principal(), policy.principal());
        value("?resource", template.resource(), policy.resource());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void value(String slot, Scope open, Scope filled) throws IOException {
        if (open.hasSlot()) {
            out.writeFieldName(slot);
            expressions.write(entity(filled));
        }
    }
}
