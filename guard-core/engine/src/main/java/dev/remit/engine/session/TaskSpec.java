package dev.remit.engine.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for when a task is opened. Immutable, valid by construction.
 *
 * @param intent what it is for: letters, digits and {@code . _ -}, at most 64
 * @param user the person on whose behalf; null for nobody's
 * @param ttlMs how long it may take, in milliseconds; 0 for as long as its parent
 * @param budgets how many calls, by the budget's name; see {@code docs/context.md}
 * @param labels what it touches from the start
 * @param tools the only tools it may call; empty for all that its parent may
 */
public record TaskSpec(
        String intent,
        @Nullable String user,
        long ttlMs,
        Map<String, Long> budgets,
        List<String> labels,
        List<String> tools) {
    private static final int MAX_INTENT = 64;
    private static final int MAX_TEXT = 256;
    private static final int MAX_ENTRIES = 64;

    /** @throws IllegalArgumentException if the task can't be opened so; the message says why and what can */
    public TaskSpec {
        checkIntent(intent);
        if (user != null) {
            checkText("user", user);
        }
        if (ttlMs < 0) {
            throw new IllegalArgumentException("a task's ttl is longer than nothing: ttl=" + ttlMs + " ms");
        }
        budgets = Map.copyOf(budgets);
        labels = List.copyOf(labels);
        tools = List.copyOf(tools);
        if (budgets.size() > MAX_ENTRIES || labels.size() > MAX_ENTRIES || tools.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "a task has at most " + MAX_ENTRIES + " budgets, labels and tools each: intent=" + intent);
        }
        budgets.forEach((name, limit) -> {
            checkText("budget", name);
            if (limit < 0) {
                throw new IllegalArgumentException("a budget is 0 or more: " + name + "=" + limit);
            }
        });
        labels.forEach(Label::check);
        tools.forEach(tool -> checkText("tool", tool));
    }

    private static void checkIntent(String intent) {
        if (intent.isEmpty()) {
            throw new IllegalArgumentException("a task has an intent, such as refund");
        }
        if (intent.length() > MAX_INTENT) {
            throw new IllegalArgumentException(
                    "an intent has at most " + MAX_INTENT + " characters: " + intent.length());
        }
        for (int i = 0; i < intent.length(); i++) {
            final char c = intent.charAt(i);
            if (c > 'z' || !Character.isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                throw new IllegalArgumentException(
                        "an intent is made of letters, digits, '.', '_' and '-': at character " + (i + 1));
            }
        }
    }

    private static void checkText(String what, String text) {
        if (text.isBlank() || !Label.isText(text, MAX_TEXT)) {
            throw new IllegalArgumentException("a " + what + " is a text of at most " + MAX_TEXT
                    + " characters, none of them a control character");
        }
    }
}
