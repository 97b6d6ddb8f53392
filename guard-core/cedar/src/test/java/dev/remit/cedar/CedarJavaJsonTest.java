package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import com.cedarpolicy.model.policy.Policy;
import dev.remit.cedar.parse.PolicyJson;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Policies in JSON as cedar-java's native library writes and reads them. */
class CedarJavaJsonTest {
    private static final long SEED = 20_260_301L;
    private static final int INPUTS = 10_000;

    private final Policy any = new Policy("permit(principal, action, resource);", "any");
    private final Method toJson = method("toJsonJni");
    private final Method fromJson = method("fromJsonJni");

    @Test
    void shouldReadWhatCedarJavaWrites() throws Exception {
        for (String text : policies()) {
            String json = (String) toJson.invoke(any, text);
            assertThat(meaning(json)).as(json).isEqualTo(meaning(text));
        }
    }

    @Test
    void shouldWriteWhatCedarJavaReads() throws Exception {
        for (String text : policies()) {
            String json = PolicyJson.write(parse(text));
            assertThat(meaning((String) fromJson.invoke(null, json))).as(json).isEqualTo(meaning(text));
        }
    }

    @Test
    void shouldTakeNothingThatCedarJavaRefuses() throws Exception {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        List<String> seeds = new ArrayList<>();
        for (String text : policies()) {
            seeds.add(PolicyJson.write(parse(text)));
        }
        List<String> words = FuzzTest.words(seeds);
        int accepted = 0;
        int more = 0;
        for (int i = 0; i < INPUTS; i++) {
            String json = FuzzTest.swapWords(seeds.get(random.nextInt(seeds.size())), random, words);
            boolean taken = isTaken(json);
            boolean takenThere = isTakenByCedarJava(json);
            assertThat(taken && !takenThere).as(json).isFalse();
            accepted += taken ? 1 : 0;
            more += takenThere && !taken ? 1 : 0;
        }
        System.out.printf("inputs=%d accepted=%d, by cedar-java alone=%d%n", INPUTS, accepted, more);
        assertThat(accepted).isBetween(INPUTS / 20, INPUTS - INPUTS / 20);
        // It reads keys that stand twice, and what looks nearly like an entity or a value of an extension, as something
        // else.
        assertThat(more).isLessThan(INPUTS / 50);
    }

    private static List<String> policies() throws IOException {
        List<String> policies = new ArrayList<>();
        for (String text : Corpus.policies().values()) {
            PolicyParser.parse(List.of(new PolicySource("policies", text)))
                    .policies()
                    .forEach(policy -> policies.add(policy.span().text()));
        }
        return policies;
    }

    /** What is the same for Cedar: chains however they nest, and one action for a list of it alone. */
    private static Object meaning(String policy) {
        return oneAction(PolicyJsonTest.flat(WithoutSpans.of(policy)));
    }

    private static Object oneAction(Object tree) {
        if (!(tree instanceof List<?> node)) {
            return tree;
        }
        if (node.size() == 2
                && node.get(0).equals("InAny")
                && node.get(1) instanceof List<?> actions
                && actions.size() == 1) {
            return List.of("In", actions.get(0));
        }
        return node.stream().map(CedarJavaJsonTest::oneAction).toList();
    }

    private static dev.remit.cedar.ast.Policy parse(String text) {
        return PolicyParser.parse(List.of(new PolicySource("policies", text)))
                .policies()
                .get(0);
    }

    private static boolean isTaken(String json) {
        try {
            PolicyParser.parse(List.of(new PolicySource("policies", json)));
            return true;
        } catch (PolicySyntaxException e) {
            return false;
        }
    }

    private boolean isTakenByCedarJava(String json) throws IllegalAccessException {
        try {
            fromJson.invoke(null, json);
            return true;
        } catch (InvocationTargetException e) {
            return false;
        }
    }

    private static Method method(String name) {
        try {
            Method method = Policy.class.getDeclaredMethod(name, String.class);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("cedar-java has changed", e);
        }
    }
}
