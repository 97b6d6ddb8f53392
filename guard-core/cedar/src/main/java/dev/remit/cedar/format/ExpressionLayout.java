package dev.remit.cedar.format;

import dev.remit.cedar.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the lines of expressions may end. What it reads was parsed before, so it asks only which words hold together; a scope is read as the
 * comparison that it looks like.
 */
final class ExpressionLayout {
    private static final Set<String> RELATIONS = Set.of("==", "!=", "<", "<=", ">", ">=", "in", "has", "like", "is");

    private final Words words;

    ExpressionLayout(Words words) {
        this.words = words;
    }

    /** A condition in its braces. */
    Doc block() {
        return bracket(words.next(), expression(true), true);
    }

    /** What stands in parentheses behind a name, separated by commas: arguments, or the scopes of a policy's head. */
    Doc arguments() {
        Word open = words.next();
        boolean hugs = opensList() && !words.isCommented();
        List<Doc> items = items(")");
        if (hugs && items.size() == 1 && !words.isCommented()) {
            return Doc.of(open.doc(), items.get(0), words.next().doc());
        }
        return bracket(open, new Doc.Parts(items), false);
    }

    /** @param alone whether nothing stands beside it, so that its further lines are told apart without indentation */
    private Doc expression(boolean alone) {
        return words.at("if") ? conditional(alone) : or(alone);
    }

    private Doc conditional(boolean alone) {
        List<Doc> parts = new ArrayList<>();
        while (words.at("if")) {
            branch(parts);
            parts.add(Doc.Line.SPACED);
            branch(parts);
            parts.add(Doc.Line.SPACED);
            parts.add(words.next().doc());
            parts.add(new Doc.Space());
        }
        parts.add(new Doc.Indented(or(false)));
        Doc all = new Doc.Parts(parts);
        return new Doc.Group(alone ? all : new Doc.Indented(all));
    }

    /** {@code if} or {@code then} with what follows it. */
    private void branch(List<Doc> parts) {
        parts.add(words.next().doc());
        parts.add(new Doc.Space());
        parts.add(new Doc.Indented(expression(false)));
    }

    private Doc or(boolean alone) {
        List<Doc> ands = and();
        if (!words.at("||")) {
            return chain(ands, alone);
        }
        List<Doc> parts = new ArrayList<>(List.of(chain(ands, false)));
        while (words.at("||")) {
            boolean commented = words.isCommented();
            Word op = words.next();
            link(parts, commented, op, chain(and(), false));
        }
        return chain(parts, alone);
    }

    private List<Doc> and() {
        List<Doc> parts = new ArrayList<>(List.of(relation()));
        while (words.at("&&")) {
            boolean commented = words.isCommented();
            Word op = words.next();
            link(parts, commented, op, relation());
        }
        return parts;
    }

    /** The operator ends the line; where a comment does already, it begins the next. */
    private static void link(List<Doc> parts, boolean commented, Word op, Doc operand) {
        parts.add(
                commented
                        ? Doc.of(Doc.Line.SPACED, op.doc(), new Doc.Space(), operand)
                        : Doc.of(new Doc.Space(), op.doc(), Doc.Line.SPACED, operand));
    }

    private static Doc chain(List<Doc> parts, boolean alone) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Doc rest = new Doc.Parts(parts.subList(1, parts.size()));
        return new Doc.Group(Doc.of(parts.get(0), alone ? rest : new Doc.Indented(rest)));
    }

    private Doc relation() {
        List<Doc> parts = new ArrayList<>(List.of(sum()));
        while (isRelation()) {
            boolean commented = words.isCommented();
            Word op = words.next();
            boolean hugs = (opensList() || words.at("(")) && !words.isCommented();
            parts.add(beside(commented, op, hugs, sum()));
        }
        return new Doc.Parts(parts);
    }

    private boolean isRelation() {
        Token token = words.peek().token();
        return (token.kind() == Token.Kind.SYMBOL || token.kind() == Token.Kind.IDENTIFIER)
                && RELATIONS.contains(token.text());
    }

    private Doc sum() {
        List<Doc> parts = new ArrayList<>(List.of(product()));
        while (words.at("+") || words.at("-")) {
            boolean commented = words.isCommented();
            Word op = words.next();
            parts.add(beside(commented, op, false, product()));
        }
        return new Doc.Parts(parts);
    }

    private Doc product() {
        List<Doc> parts = new ArrayList<>(List.of(unary()));
        while (words.at("*")) {
            boolean commented = words.isCommented();
            Word op = words.next();
            parts.add(beside(commented, op, false, unary()));
        }
        return new Doc.Parts(parts);
    }

    /** An operator and its right side, which goes to the next line only if it has no room; one that hugs breaks within its own brackets. */
    private static Doc beside(boolean commented, Word op, boolean hugs, Doc right) {
        if (commented) {
            return new Doc.Indented(Doc.of(Doc.Line.SPACED, op.doc(), new Doc.Space(), right));
        }
        Doc start = Doc.of(new Doc.Space(), op.doc());
        return hugs
                ? Doc.of(start, new Doc.Space(), right)
                : Doc.of(start, new Doc.Group(new Doc.Indented(Doc.of(Doc.Line.SPACED, right))));
    }

    private Doc unary() {
        List<Doc> parts = new ArrayList<>();
        while (words.at("!") || words.at("-")) {
            parts.add(words.next().doc());
        }
        boolean list = opensList();
        parts.add(primary());
        Doc accesses = accesses();
        parts.add(list ? new Doc.Tail(accesses) : accesses);
        return new Doc.Parts(parts);
    }

    private Doc accesses() {
        List<Doc> parts = new ArrayList<>();
        while (words.at(".") || words.at("[")) {
            parts.add(access());
            if (words.at("(")) {
                parts.add(new Doc.Tail(arguments()));
            }
        }
        return new Doc.Parts(parts);
    }

    /** {@code .name} or {@code ["name"]}. */
    private Doc access() {
        List<Doc> parts = new ArrayList<>(List.of(Doc.Line.TIGHT));
        int rest = words.at(".") ? 2 : 3;
        for (int i = 0; i < rest; i++) {
            parts.add(words.next().doc());
        }
        return new Doc.Group(new Doc.Indented(new Doc.Parts(parts)));
    }

    private Doc primary() {
        Word first = words.next();
        if (first.token().is("(")) {
            return bracket(first, expression(true), false);
        }
        if (first.token().is("[")) {
            return bracket(first, new Doc.Parts(items("]")), false);
        }
        if (first.token().is("{")) {
            return bracket(first, new Doc.Parts(items("}")), true);
        }
        List<Doc> parts = new ArrayList<>(List.of(first.doc()));
        while (words.at("::")) {
            parts.add(words.next().doc());
            parts.add(words.next().doc());
        }
        if (words.at("(")) {
            parts.add(arguments());
        }
        return new Doc.Parts(parts);
    }

    /** Expressions or attributes separated by commas, up to the closing symbol. */
    private List<Doc> items(String close) {
        List<Doc> parts = new ArrayList<>();
        while (!words.at(close)) {
            parts.add(close.equals("}") ? attribute() : expression(false));
            if (words.at(",")) {
                boolean commented = words.isCommented();
                Word comma = words.next();
                parts.add(comma.doc());
                if (!words.at(close)) {
                    parts.add(commented ? new Doc.Space() : Doc.Line.SPACED);
                }
            }
        }
        return parts;
    }

    private Doc attribute() {
        Doc name = words.next().doc();
        Doc colon = words.next().doc();
        boolean hugs = opensList() && !words.isCommented();
        Doc value = expression(false);
        return hugs
                ? Doc.of(name, colon, new Doc.Space(), value)
                : Doc.of(name, colon, new Doc.Group(new Doc.Indented(Doc.of(Doc.Line.SPACED, value))));
    }

    private boolean opensList() {
        return words.at("[") || words.at("{");
    }

    /** What stands in brackets, and the closing one; comments above that are indented like the rest. */
    private Doc bracket(Word open, Doc content, boolean spaced) {
        Word close = words.next();
        if (content.size().empty() && close.above().isEmpty()) {
            return Doc.of(open.doc(), close.doc());
        }
        Doc.Line line = spaced ? Doc.Line.SPACED : Doc.Line.TIGHT;
        Doc inside = new Doc.Indented(Doc.of(line, content, close.comments()));
        return new Doc.Group(Doc.of(open.doc(), inside, line, close.bare()));
    }
}
