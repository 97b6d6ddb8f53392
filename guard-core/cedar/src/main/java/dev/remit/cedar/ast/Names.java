package dev.remit.cedar.ast;

import java.util.Set;

/** Which words can name something in Cedar. */
public final class Names {
    private static final Set<String> KEYWORDS =
            Set.of("true", "false", "if", "then", "else", "in", "is", "like", "has");

    /** The namespace of what is built in; no name of a user may have it. */
    public static final String CEDAR = "__cedar";

    private Names() {}

    /** Whether the word is a keyword of expressions, which names nothing without quotes. */
    public static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    /** Whether the word has the letters of an identifier, keyword or not. */
    public static boolean isWord(String word) {
        return isWord(word, 0, word.length());
    }

    /** Whether the word is an identifier; {@link #CEDAR} is. */
    public static boolean isIdentifier(String word) {
        return isWord(word) && !isKeyword(word);
    }

    /** Whether it is one identifier or several, joined by {@code ::}, nothing between. */
    public static boolean isPath(String path) {
        int start = 0;
        while (true) {
            int next = path.indexOf("::", start);
            int end = next < 0 ? path.length() : next;
            if (!isWord(path, start, end) || isKeyword(path.substring(start, end))) {
                return false;
            }
            if (next < 0) {
                return true;
            }
            start = next + 2;
        }
    }

    /** Whether {@link #CEDAR} is one of its identifiers. */
    public static boolean isReserved(String path) {
        return path.equals(CEDAR)
                || path.startsWith(CEDAR + "::")
                || path.endsWith("::" + CEDAR)
                || path.contains("::" + CEDAR + "::");
    }

    /** Whether a type, with its namespaces, is that of actions: the last of its identifiers is {@code Action}. */
    public static boolean isActionType(String type) {
        return type.equals("Action") || type.endsWith("::Action");
    }

    private static boolean isWord(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == from || c < '0' || c > '9')) {
                return false;
            }
        }
        return to > from;
    }
}
