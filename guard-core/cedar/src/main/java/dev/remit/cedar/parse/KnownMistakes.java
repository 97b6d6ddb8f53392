package dev.remit.cedar.parse;

import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people write who come from other languages, where it leaves no doubt of what was meant. Looked at only where a policy has an error: what is
 * mended stands nowhere in a policy without one. Stateless.
 */
final class KnownMistakes {
    /** Words of which another was meant, if that one would have been right there. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("allow", "permit"),
            Map.entry("grant", "permit"),
            Map.entry("deny", "forbid"),
            Map.entry("where", "when"),
            Map.entry("if", "when"),
            Map.entry("ctx", "context"),
            Map.entry("includes", "contains"),
            Map.entry(":", "::"));

    private static final Map<String, String> OPERATORS = Map.of("and", "&&", "or", "||");
    private static final Set<String> INFIX = Set.of("in", "is", "has", "like", "then", "else");

    private KnownMistakes() {}

    /** Which of the words that would be right was meant; empty where none is near. */
    static String meant(String written, List<String> right) {
        String known = WORDS.get(written);
        String meant = known != null && right.contains(known) ? known : NearestName.near(written, right);
        return meant == null ? "" : meant;
    }

    /**
     * Which word was meant where one was not expected; empty where none is near.
     *
     * @param expected what was, each word of it in backticks
     * @param others words that would have been right too
     */
    static String meant(Token written, String expected, List<String> others) {
        if (written.kind() != Token.Kind.IDENTIFIER && written.kind() != Token.Kind.SYMBOL) {
            return "";
        }
        List<String> right = new ArrayList<>(others);
        int start = expected.indexOf('`');
        while (start >= 0) {
            int end = expected.indexOf('`', start + 1);
            right.add(expected.substring(start + 1, end));
            start = expected.indexOf('`', end + 1);
        }
        return meant(written.text(), right);
    }

    /**
     * Puts right what can be, in a stretch of tokens; so the rest of it can be parsed for further errors.
     *
     * @param tokens the tokens of the text; changed in place, and fewer where several were one mistake
     * @return an error for each change; none if nothing could be mended
     */
    static List<SyntaxError> mend(SourceText source, List<Token> tokens, int from, int to) {
        List<SyntaxError> errors = new ArrayList<>();
        int end = to;
        for (int i = from; i < end && errors.size() < SyntaxLimits.ERRORS; i++) {
            int before = tokens.size();
            SyntaxError error = mend(source, tokens, i);
            if (error != null) {
                errors.add(error);
            }
            end -= before - tokens.size();
        }
        return errors;
    }

    private static @Nullable SyntaxError mend(SourceText source, List<Token> tokens, int i) {
        Token token = tokens.get(i);
        Token next = tokens.get(Math.min(i + 1, tokens.size() - 1));
        String pair = token.end() == next.start() ? token.text() + next.text() : "";
        if (token.kind() == Token.Kind.SYMBOL && next.kind() == Token.Kind.SYMBOL) {
            switch (pair) {
                case "===", "!==" -> {
                    return replace(source, tokens, i, 2, token.text());
                }
                case "=>", "=<" -> {
                    return replace(source, tokens, i, 2, next.text() + "=");
                }
                case "<>" -> {
                    return replace(source, tokens, i, 2, "!=");
                }
                default -> {}
            }
        }
        if (token.is("=")) {
            return replace(source, tokens, i, 1, "==");
        }
        if (token.kind() != Token.Kind.IDENTIFIER || i == 0) {
            return null;
        }
        String word = token.text().toLowerCase(Locale.ROOT);
        boolean behindOperand = endsOperand(tokens.get(i - 1));
        String operator = OPERATORS.get(word);
        boolean betweenClauses = tokens.get(i - 1).is("}") && next.is("{");
        if (operator != null && behindOperand && startsOperand(next) && !betweenClauses) {
            return replace(source, tokens, i, 1, operator);
        }
        if (word.equals("not") && behindOperand && next.is("in")) {
            tokens.remove(i);
            return new SyntaxError(source, token.start(), "there is no `not in`", "`!(… in …)`");
        }
        if (word.equals("not") && startsExpression(tokens.get(i - 1)) && startsOperand(next)) {
            return replace(source, tokens, i, 1, "!");
        }
        return null;
    }

    private static SyntaxError replace(SourceText source, List<Token> tokens, int i, int count, String meant) {
        Token first = tokens.get(i);
        Token last = tokens.get(i + count - 1);
        tokens.set(i, new Token(Token.Kind.SYMBOL, meant, first.start(), last.end()));
        tokens.subList(i + 1, i + count).clear();
        String written = source.text().substring(first.start(), last.end());
        return new SyntaxError(source, first.start(), "`" + written + "` is no operator", "`" + meant + "`", meant);
    }

    private static boolean endsOperand(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING, SLOT -> true;
            case IDENTIFIER -> !INFIX.contains(token.text()) && !token.is("if");
            default -> token.is(")") || token.is("]") || token.is("}");
        };
    }

    private static boolean startsOperand(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING -> true;
            case IDENTIFIER -> !INFIX.contains(token.text());
            default -> token.is("(") || token.is("[") || token.is("{") || token.is("!") || token.is("-");
        };
    }

    /** Whether an expression begins behind it. */
    private static boolean startsExpression(Token token) {
        return switch (token.kind()) {
            case SYMBOL -> !endsOperand(token) && !token.is(".") && !token.is("::") && !token.is("@");
            case IDENTIFIER -> token.is("if") || token.is("then") || token.is("else") || token.is("in");
            default -> false;
        };
    }
}
