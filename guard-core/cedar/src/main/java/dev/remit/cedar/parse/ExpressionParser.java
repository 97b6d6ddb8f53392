package dev.remit.cedar.parse;

import dev.remit.cedar.ast.BinaryOp;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators, from the loosest to the tightest; {@link PrimaryParser} reads what stands between them. */
final class ExpressionParser {
    private static final int UNARY_REPEATS = 4;

    private final TokenStream tokens;
    private final PrimaryParser primaries;
    private int nesting;

    /** Height of the tree that was returned last. */
    private int height;

    private ExpressionCount count = new ExpressionCount();

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.primaries = new PrimaryParser(tokens, this);
    }

    /** A whole expression. */
    Expr expression() {
        Token first = tokens.peek();
        if (++nesting > SyntaxLimits.DEPTH) {
            throw tooDeep(first);
        }
        Expr result = tokens.at("if") ? conditional() : or();
        nesting--;
        return result;
    }

    /** The name of an entity type. */
    String typeName() {
        return primaries.path();
    }

    /** The name of an entity: {@code Type::"id"}. */
    EntityUid entity() {
        Token start = tokens.peek();
        String type = typeName();
        if (!tokens.accept("::")) {
            throw UnknownNames.entity(tokens, start, type);
        }
        return EntityUid.of(type, Unescaper.string(tokens, tokens.expectString("an id in double quotes")));
    }

    /** Ready for another policy. */
    void reset() {
        nesting = 0;
        height = 0;
        count = new ExpressionCount();
    }

    private Expr conditional() {
        Token start = tokens.expect("if");
        Expr condition = expression();
        int tallest = height;
        tokens.expectBehindOperand("then");
        Expr then = expression();
        tallest = Math.max(tallest, height);
        tokens.expectBehindOperand("else");
        Expr otherwise = expression();
        grow(start, Math.max(tallest, height));
        return new Expr.If(tokens.spanFrom(start.start()), condition, then, otherwise);
    }

    private Expr or() {
        Token start = tokens.peek();
        Expr first = and();
        if (!tokens.at("||")) {
            return first;
        }
        List<Expr> operands = new ArrayList<>(List.of(first));
        int tallest = height;
        while (tokens.accept("||")) {
            operands.add(and());
            tallest = Math.max(tallest, height);
        }
        grow(start, tallest);
        return new Expr.Or(tokens.spanFrom(start.start()), operands);
    }

    private Expr and() {
        Token start = tokens.peek();
        Expr first = relation();
        if (!tokens.at("&&")) {
            return first;
        }
        List<Expr> operands = new ArrayList<>(List.of(first));
        int tallest = height;
        while (tokens.accept("&&")) {
            operands.add(relation());
            tallest = Math.max(tallest, height);
        }
        grow(start, tallest);
        return new Expr.And(tokens.spanFrom(start.start()), operands);
    }

    private Expr relation() {
        Token start = tokens.peek();
        int before = count.total();
        Expr left = sum();
        Expr result = relationBehind(start, left, count.total() - before);
        if (result != left && isRelation(tokens.peek())) {
            throw tokens.failure(
                    tokens.peek().start(), "comparisons can't be chained", "`&&` between them or parentheses");
        }
        return result;
    }

    private Expr relationBehind(Token start, Expr left, int size) {
        if (tokens.accept("has")) {
            return has(start, left, size);
        }
        if (tokens.accept("like")) {
            Token pattern = tokens.expectString("a pattern in double quotes");
            grow(start, height);
            return new Expr.Like(tokens.spanFrom(start.start()), left, Unescaper.pattern(tokens, pattern));
        }
        if (tokens.accept("is")) {
            return is(start, left, size);
        }
        BinaryOp op = relationAt(tokens.peek());
        if (op == null) {
            return left;
        }
        tokens.next();
        int leftHeight = height;
        Expr right = sum();
        grow(start, Math.max(leftHeight, height));
        return new Expr.Binary(tokens.spanFrom(start.start()), op, left, right);
    }

    private static boolean isRelation(Token token) {
        return relationAt(token) != null || token.is("has") || token.is("like") || token.is("is");
    }

    private static @Nullable BinaryOp relationAt(Token token) {
        BinaryOp op = token.kind() == Token.Kind.STRING ? null : BinaryOp.of(token.text());
        return op == null || !op.isRelation() ? null : op;
    }

    /** {@code a has b.c.d} means {@code a has b && a.b has c && a.b.c has d}. */
    private Expr has(Token start, Expr target, int size) {
        if (tokens.peek().kind() == Token.Kind.STRING) {
            String name = Unescaper.string(tokens, tokens.next());
            grow(start, height);
            return new Expr.Has(tokens.spanFrom(start.start()), target, name);
        }
        List<Expr> steps = new ArrayList<>();
        Expr holder = target;
        do {
            if (holder != target) {
                copy(start, size + steps.size());
            }
            String name =
                    tokens.expectIdentifier("an attribute name or a string").text();
            grow(start, height);
            Span span = tokens.spanFrom(start.start());
            steps.add(new Expr.Has(span, holder, name));
            holder = new Expr.Attribute(span, holder, name);
        } while (tokens.accept("."));
        if (steps.size() == 1) {
            return steps.get(0);
        }
        grow(start, height);
        return new Expr.And(tokens.spanFrom(start.start()), steps);
    }

    private Expr is(Token start, Expr target, int size) {
        String type = primaries.path();
        grow(start, height);
        Expr is = new Expr.Is(tokens.spanFrom(start.start()), target, type);
        if (!tokens.accept("in")) {
            return is;
        }
        copy(start, size);
        int tallest = height;
        Expr group = sum();
        grow(start, Math.max(tallest, height) + 1);
        Span span = tokens.spanFrom(start.start());
        return new Expr.And(span, List.of(is, new Expr.Binary(span, BinaryOp.IN, target, group)));
    }

    private Expr sum() {
        Token start = tokens.peek();
        Expr left = product();
        while (tokens.at("+") || tokens.at("-")) {
            BinaryOp op = tokens.next().is("+") ? BinaryOp.PLUS : BinaryOp.MINUS;
            int leftHeight = height;
            Expr right = product();
            grow(start, Math.max(leftHeight, height));
            left = new Expr.Binary(tokens.spanFrom(start.start()), op, left, right);
        }
        return left;
    }

    private Expr product() {
        Token start = tokens.peek();
        Expr left = unary();
        while (tokens.at("*")) {
            tokens.next();
            int leftHeight = height;
            Expr right = unary();
            grow(start, Math.max(leftHeight, height));
            left = new Expr.Binary(tokens.spanFrom(start.start()), BinaryOp.TIMES, left, right);
        }
        if (tokens.at("/") || tokens.at("%")) {
            throw tokens.failure(
                    tokens.peek().start(),
                    "Cedar has no operator " + tokens.peek().shown(),
                    "`+`, `-` or `*`");
        }
        return left;
    }

    private Expr unary() {
        Token start = tokens.peek();
        if (!start.is("!") && !start.is("-")) {
            return member();
        }
        int repeats = 0;
        while (tokens.accept(start.text())) {
            if (++repeats > UNARY_REPEATS) {
                throw tokens.failure(
                        start.start(), "more than " + UNARY_REPEATS + " " + start.shown() + " in a row", "fewer");
            }
        }
        return start.is("!") ? negation(start, repeats) : minus(start, repeats);
    }

    private Expr negation(Token start, int repeats) {
        Expr operand = member();
        for (int i = 0; i < repeats; i++) {
            grow(start, height);
            operand = new Expr.Not(tokens.spanFrom(start.start()), operand);
        }
        return operand;
    }

    private Expr minus(Token start, int repeats) {
        int left = repeats;
        Expr operand;
        if (tokens.peek().kind() == Token.Kind.NUMBER && !isAccess(tokens.peek(1))) {
            // The sign belongs to the literal, so that the smallest Long can be written.
            operand = primaries.number(true);
            height = 1;
            left--;
        } else {
            operand = member();
        }
        for (int i = 0; i < left; i++) {
            grow(start, height);
            operand = new Expr.Negate(tokens.spanFrom(start.start()), operand);
        }
        return operand;
    }

    private static boolean isAccess(Token token) {
        return token.is(".") || token.is("[");
    }

    private Expr member() {
        Token start = tokens.peek();
        count.add();
        height = 1;
        Expr result = primaries.primary();
        while (isAccess(tokens.peek())) {
            int targetHeight = height;
            height = 0;
            result = primaries.access(start, result);
            grow(start, Math.max(targetHeight, height));
        }
        return result;
    }

    /** Comma-separated expressions up to the closing symbol, which is read too; a comma may stand last. */
    List<Expr> list(String close) {
        List<Expr> items = new ArrayList<>();
        int tallest = 0;
        while (!tokens.accept(close)) {
            items.add(expression());
            tallest = Math.max(tallest, height);
            if (!tokens.at(close) && !tokens.accept(",")) {
                throw tokens.unexpectedBehindOperand("`,` or `" + close + "`");
            }
        }
        height = tallest;
        return items;
    }

    int height() {
        return height;
    }

    /** Notes that a node now stands above trees of the given height. */
    void grow(Token start, int below) {
        count.add();
        height = below + 1;
        if (height > SyntaxLimits.DEPTH) {
            throw tooDeep(start);
        }
    }

    private void copy(Token start, int size) {
        if (!count.addCopy(size)) {
            throw tokens.failure(start.start(), ExpressionCount.TOO_MANY, "fewer of them in one another");
        }
    }

    private SyntaxFailure tooDeep(Token token) {
        return tokens.failure(
                token.start(), "this expression nests deeper than " + SyntaxLimits.DEPTH + " levels", "a flatter one");
    }
}
