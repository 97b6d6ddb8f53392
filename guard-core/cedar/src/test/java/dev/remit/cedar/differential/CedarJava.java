package dev.remit.cedar.differential;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.remit.cedar.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * cedar-java's native library: Rust's {@code cedar-policy} 4.10.0, which is Cedar language 4.5.
 *
 * <p>It is called below cedar-java's public API, with the JSON that its Java classes would make: those read entities and values in Java
 * first and would refuse or change some of what the two engines are to be compared on.
 */
final class CedarJava implements Engine {
    private static final String POLICY_SET = "differential";
    private static final String EMPTY = "none";
    private static final String SCHEMA = "differential";
    private static final Pattern TEMPLATE_ID = Pattern.compile("@id\\(\"(\\w+)\"\\)");
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A request that is never refused for itself. */
    private static final String NOBODY =
            "\"principal\": U, \"action\": U, \"resource\": U".replace("U", "{\"type\": \"Nobody\", \"id\": \"\"}");

    private final Method call;
    private final Method preparse;
    private final Method toJson;
    private final Method forget;
    private final Method parseSchema;
    private final Method parseJsonSchema;
    private final Method preparseSchema;
    private final Method forgetSchema;

    CedarJava() {
        // Its static initialiser loads the library.
        new BasicAuthorizationEngine();
        call = method(BasicAuthorizationEngine.class, "callCedarJNI", String.class, String.class);
        preparse = method(PolicySet.class, "preparsePolicySetJni", String.class, String.class);
        parseSchema = method(Schema.class, "parseCedarSchemaJni", String.class);
        parseJsonSchema = method(Schema.class, "parseJsonSchemaJni", String.class);
        preparseSchema = method(Schema.class, "preparseSchemaJni", String.class, String.class, boolean.class);
        forgetSchema = method(Schema.class, "removeCachedSchemaJni", String.class);
        toJson = method(PolicySet.class, "policySetToJson", String.class);
        forget = method(PolicySet.class, "removeCachedPolicySetJni", String.class);
        invoke(preparse, EMPTY, "{}");
    }

    private static Method method(Class<?> owner, String name, Class<?>... parameters) {
        try {
            Method method = owner.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("cedar-java has changed", e);
        }
    }

    @Override
    public List<Answer> answers(Case test) {
        return answers(test, policySet(test));
    }

    @Override
    public List<Answer> answers(Case test, String policiesJson) {
        Answer policies = hold(policiesJson);
        if (!policies.isAccepted()) {
            return List.of(policies);
        }
        try {
            String entities = test.entities().toString();
            Answer accepted = entities(entities);
            if (!accepted.isAccepted()) {
                return List.of(accepted);
            }
            List<Answer> answers = new ArrayList<>();
            for (Case.Request request : test.requests()) {
                answers.add(answer(authorize(request.json().toString(), entities, POLICY_SET)));
            }
            return answers;
        } finally {
            letGo();
        }
    }

    @Override
    public String policiesJson(Case test) {
        try {
            return String.valueOf(invoke(toJson, policySet(test)));
        } catch (Refusal e) {
            return NO_POLICIES;
        }
    }

    @Override
    public Answer policies(String text) {
        Answer answer = hold("{\"staticPolicies\": " + quoted(text) + "}");
        if (answer.isAccepted()) {
            letGo();
        }
        // It could be read, but templates stand elsewhere.
        return answer.detail().contains("static policy set includes a template") ? ACCEPTED : answer;
    }

    @Override
    public Answer entities(String json) {
        if (!isJson(json)) {
            return ENTITIES_REFUSED.because("no JSON");
        }
        Map<String, Object> result = authorize(NOBODY + ", \"context\": {}", json, EMPTY);
        return isSuccess(result) ? ACCEPTED : ENTITIES_REFUSED.because(errors(result));
    }

    @Override
    public Answer context(String json) {
        if (!isJson(json)) {
            return REQUEST_REFUSED.because("no JSON");
        }
        Map<String, Object> result = authorize(NOBODY + ", \"context\": " + json, "[]", EMPTY);
        return isSuccess(result) ? ACCEPTED : REQUEST_REFUSED.because(errors(result));
    }

    @Override
    public Answer schema(String text) {
        try {
            invoke(isJsonSchema(text) ? parseJsonSchema : parseSchema, text);
            return ACCEPTED;
        } catch (Refusal e) {
            return SCHEMA_REFUSED.because(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isJsonSchema(String text) {
        return text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
    }

    @Override
    public Answer conforms(String schema, String entities, Case.Request request) {
        if (!isJson(entities) || !isJson(request.context().toString())) {
            return REFUSED_BY_SCHEMA.because("no JSON");
        }
        try {
            invoke(preparseSchema, SCHEMA, schema, !isJsonSchema(schema));
        } catch (Refusal e) {
            return SCHEMA_REFUSED.because(String.valueOf(e.getMessage()));
        }
        try {
            Map<String, Object> result = object(String.valueOf(invoke(
                    call,
                    "StatefulAuthorizationOperation",
                    "{\"principal\": " + request.principal() + ", \"action\": " + request.action() + ", \"resource\": "
                            + request.resource() + ", \"context\": " + request.context() + ", \"entities\": " + entities
                            + ", \"preparsedPolicySetId\": \"" + EMPTY + "\", \"preparsedSchemaName\": \""
                            + SCHEMA
                            + "\", \"validateRequest\": true}")));
            return isSuccess(result) ? ACCEPTED : REFUSED_BY_SCHEMA.because(errors(result));
        } finally {
            invoke(forgetSchema, SCHEMA);
        }
    }

    @Override
    public List<Answer> typedAnswers(Case test) {
        String schema = test.schema().toString();
        Answer accepted = schema(schema);
        if (accepted.isAccepted()) {
            accepted = hold(policySet(test));
        }
        if (!accepted.isAccepted()) {
            return List.of(accepted);
        }
        invoke(preparseSchema, SCHEMA, schema, !isJsonSchema(schema));
        try {
            String typed = ", \"preparsedSchemaName\": \"" + SCHEMA + '"';
            List<Answer> answers = new ArrayList<>();
            for (Case.Request request : test.requests()) {
                answers.add(
                        answer(authorize(request.json() + typed, test.entities().toString(), POLICY_SET)));
            }
            return answers;
        } finally {
            letGo();
            invoke(forgetSchema, SCHEMA);
        }
    }

    @Override
    public Answer validation(Case test) {
        String schema = test.schema().toString();
        Answer accepted = schema(schema);
        if (!accepted.isAccepted()) {
            return accepted;
        }
        String json = isJsonSchema(schema) ? schema : quoted(schema);
        Map<String, Object> result = object(String.valueOf(invoke(
                call, "ValidateOperation", "{\"schema\": " + json + ", \"policies\": " + policySet(test) + "}")));
        if (!isSuccess(result)) {
            return POLICIES_REFUSED.because(errors(result));
        }
        List<?> errors = (List<?>) result.get("validationErrors");
        List<?> warnings = (List<?>) result.get("validationWarnings");
        // Other warnings are of texts that look like another.
        List<?> impossible = warnings.stream()
                .filter(warning -> messages(List.of(warning)).contains("policy is impossible"))
                .toList();
        return Answer.ofValidation(policyIds(errors), policyIds(impossible), messages(errors));
    }

    private static TreeSet<String> policyIds(List<?> findings) {
        TreeSet<String> ids = new TreeSet<>();
        for (Object finding : findings) {
            ids.add(Answer.sameId((String) ((Map<?, ?>) finding).get("policyId")));
        }
        return ids;
    }

    /** In a request, what is no JSON and what names a member twice would make the library panic, which is slow and noisy. */
    private boolean isJson(String text) {
        try {
            invoke(preparseSchema, SCHEMA, text, false);
            invoke(forgetSchema, SCHEMA);
        } catch (Refusal e) {
            if (String.valueOf(e.getMessage()).contains("Failed to parse schema JSON")) {
                return false;
            }
        }
        try (JsonParser parser = STRICT.createParser(text)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return true;
        } catch (IOException e) {
            return !String.valueOf(e.getMessage()).contains("Duplicate");
        }
    }

    /** A policy set as the library takes it, the policies still one text. */
    static String policySet(Case test) {
        StringJoiner templates = new StringJoiner(", ", "{", "}");
        int number = 0;
        for (Term template : test.templates().parts()) {
            Matcher id = TEMPLATE_ID.matcher(template.toString());
            templates.add(quoted(id.find() ? id.group(1) : "template" + number) + ": " + quoted(template.toString()));
            number++;
        }
        return "{\"staticPolicies\": " + quoted(test.policies().toString()) + ", \"templates\": " + templates
                + ", \"templateLinks\": " + test.links() + "}";
    }

    /** Keeps the policies for the next requests. */
    private Answer hold(String set) {
        try {
            invoke(preparse, POLICY_SET, set);
            return ACCEPTED;
        } catch (Refusal e) {
            // Details come from elsewhere.
            String request = "{" + NOBODY + ", \"context\": {}, \"entities\": [], \"policies\": " + set + "}";
            return POLICIES_REFUSED.because(
                    errors(object(String.valueOf(invoke(call, "AuthorizationOperation", request)))));
        }
    }

    private void letGo() {
        invoke(forget, POLICY_SET);
    }

    private Map<String, Object> authorize(String request, String entities, String policySet) {
        return object(String.valueOf(invoke(
                call,
                "StatefulAuthorizationOperation",
                "{" + request + ", \"entities\": " + entities + ", \"preparsedPolicySetId\": \"" + policySet + "\"}")));
    }

    private static Answer answer(Map<String, Object> result) {
        if (!isSuccess(result)) {
            return REQUEST_REFUSED.because(errors(result));
        }
        Map<?, ?> response = (Map<?, ?>) result.get("response");
        Map<?, ?> diagnostics = (Map<?, ?>) response.get("diagnostics");
        TreeSet<String> determining = new TreeSet<>();
        for (Object id : (List<?>) diagnostics.get("reason")) {
            determining.add(Answer.sameId((String) id));
        }
        List<?> errors = (List<?>) diagnostics.get("errors");
        return Answer.of(response.get("decision").equals("allow"), determining, policyIds(errors), messages(errors));
    }

    private static String messages(List<?> errors) {
        return errors.stream()
                .map(error -> String.valueOf(((Map<?, ?>) ((Map<?, ?>) error).get("error")).get("message")))
                .collect(Collectors.joining("; "));
    }

    private static boolean isSuccess(Map<String, Object> result) {
        return "success".equals(result.get("type"));
    }

    private static String errors(Map<String, Object> result) {
        return String.valueOf(result.get("errors"));
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** An answer; the library panics, in so many words, at what is no request at all. */
    private static Map<String, Object> object(String json) {
        if (!json.startsWith("{")) {
            return Map.of("type", "failure", "errors", json);
        }
        try {
            return TestJson.object(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private static Object invoke(Method method, Object... arguments) {
        try {
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new Refusal(String.valueOf(e.getCause().getMessage()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library says no. */
    private static final class Refusal extends RuntimeException {
        Refusal(String message) {
            super(message);
        }
    }
}
