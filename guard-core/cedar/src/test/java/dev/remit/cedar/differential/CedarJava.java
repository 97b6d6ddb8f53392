package dev.remit.cedar.differential;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.policy.PolicySet;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.remit.cedar.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * cedar-java's native library: Rust's {@code cedar-policy} 4.10.0, which is Cedar language 4.5.
 *
 * <p>It is called below cedar-java's public API, with the JSON that its Java classes would make: those read entities and values in Java
 * first and would refuse or change some of what the two engines are to be compared on.
 */
final class CedarJava implements Engine {
    private static final String POLICY_SET = "differential";

    /** A request that is never refused for itself. */
    private static final String NOBODY = "\"principal\": U, \"action\": U, \"resource\": U, \"context\": {}"
            .replace("U", "{\"type\": \"Nobody\", \"id\": \"\"}");

    private final Method call;
    private final Method preparse;
    private final Method forget;

    CedarJava() {
        // Its static initialiser loads the library.
        new BasicAuthorizationEngine();
        call = method(BasicAuthorizationEngine.class, "callCedarJNI", String.class, String.class);
        preparse = method(PolicySet.class, "preparsePolicySetJni", String.class, String.class);
        forget = method(PolicySet.class, "removeCachedPolicySetJni", String.class);
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
        try {
            invoke(preparse, POLICY_SET, "{\"staticPolicies\": " + quoted(test.policies()) + "}");
        } catch (Refusal e) {
            return List.of(POLICIES_REFUSED.because(why(test)));
        }
        try {
            String entities =
                    "\"entities\": " + test.entities() + ", \"preparsedPolicySetId\": \"" + POLICY_SET + "\"}";
            Map<String, Object> probe = authorize("{" + NOBODY + ", " + entities);
            if (!isSuccess(probe)) {
                return List.of(ENTITIES_REFUSED.because(errors(probe)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Case.Request request : test.requests()) {
                answers.add(answer(authorize("{" + request.json() + ", " + entities)));
            }
            return answers;
        } finally {
            invoke(forget, POLICY_SET);
        }
    }

    private Map<String, Object> authorize(String json) {
        return object(String.valueOf(invoke(call, "StatefulAuthorizationOperation", json)));
    }

    /** The cache tells no details. */
    private String why(Case test) {
        return errors(object(String.valueOf(invoke(
                call,
                "AuthorizationOperation",
                "{" + NOBODY + ", \"entities\": [], \"policies\": {\"staticPolicies\": " + quoted(test.policies())
                        + "}}"))));
    }

    private static Answer answer(Map<String, Object> result) {
        if (!isSuccess(result)) {
            return REQUEST_REFUSED.because(errors(result));
        }
        Map<?, ?> response = (Map<?, ?>) result.get("response");
        Map<?, ?> diagnostics = (Map<?, ?>) response.get("diagnostics");
        TreeSet<Integer> determining = new TreeSet<>();
        for (Object id : (List<?>) diagnostics.get("reason")) {
            determining.add(number(id));
        }
        TreeSet<Integer> erroring = new TreeSet<>();
        for (Object error : (List<?>) diagnostics.get("errors")) {
            erroring.add(number(((Map<?, ?>) error).get("policyId")));
        }
        return Answer.of(response.get("decision").equals("allow"), determining, erroring, messages((List<?>)
                diagnostics.get("errors")));
    }

    /** Policies of one text are named by their places in it. */
    private static int number(Object id) {
        return Integer.parseInt(((String) id).substring("policy".length()));
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

    private static String quoted(Term text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text.toString())) + '"';
    }

    private static Map<String, Object> object(String json) {
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
