package dev.remit.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The guard of this JVM, as its application sees it. In a JVM without a guard every call does nothing, but for what its
 * arguments are checked for. Thread-safe.
 *
 * <pre>{@code
 * try (Task task = Remit.task("refund").onBehalfOf("user:alice").ttl(ofMinutes(5)).budget("calls", 20).open()) {
 *     agent.chat("Please refund booking B-4711.");
 * }
 * }</pre>
 */
public final class Remit {
    private static final int MAX_TEXT = 256;

    private Remit() {}

    /**
     * Whether this JVM was started under {@code -javaagent:remit.jar}, so that its calls are recorded and, in {@code enforce},
     * decided. An application that must not run unguarded asks this first.
     */
    public static boolean isGuarded() {
        return Gate.isThere();
    }

    /**
     * Begins to describe a task: a bounded objective, for which what is done until it is closed counts.
     *
     * @param intent what it is for, such as {@code refund}: at most 64 letters, digits and {@code . _ -}
     * @throws IllegalArgumentException if it is none
     */
    public static TaskBuilder task(String intent) {
        return new TaskBuilder(intent);
    }

    /**
     * The AI agent's session that this thread works in has touched what the label stands for, and no call takes that back:
     * policies ask {@code context.session.labels}. Outside of any session it is the task's label; outside of both it does
     * nothing.
     *
     * @param label at most 256 characters, none of them a control character
     * @throws IllegalArgumentException if it is none
     */
    public static void label(String label) {
        Gate.label(text("label", label));
    }

    /**
     * Until it is closed, on this thread, what is done is the doing of the AI agent of that name: for agents of a framework that
     * the guard does not know.
     *
     * @param name what it is called, as in {@code agent.NAME.id} of the configuration
     */
    public static AgentScope agent(String name) {
        return agent(name, null);
    }

    /**
     * As {@link #agent(String)}, in a conversation that goes on.
     *
     * @param session what the conversation is called: text, a number or a UUID; null for one of its own
     */
    public static AgentScope agent(String name, @Nullable Object session) {
        return new AgentScope(Gate.openAgent(text("name", name), session));
    }

    static String text(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a " + what + " is a text of at most " + MAX_TEXT
                    + " characters, none of them a control character");
        }
        return text;
    }
}
