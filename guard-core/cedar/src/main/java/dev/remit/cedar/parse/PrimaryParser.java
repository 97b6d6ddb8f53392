package dev.remit.cedar.parse;

import dev.remit.cedar.ast.BuiltIn;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Literals, variables, sets, records, entities, calls, and what may follow behind a dot or in brackets. */
final class PrimaryParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> number(false);
            case STRING -> new Expr.StringLiteral(tokens.span(token), Unescaper.string(tokens, tokens.next()));
            case IDENTIFIER -> word(token);
            case SYMBOL -> bracketed(token);
            default -> throw tokens.unexpected("an expression");
        };
    }

    private Expr bracketed(Token token) {
        if (tokens.accept("(")) {
            Expr inner = expressions.expression();
            tokens.expectBehindOperand(")");
            return inner;
        }
        if (tokens.accept("[")) {
            List<Expr> elements = expressions.list("]");
            expressions.grow(token, expressions.height());
            return new Expr.SetOf(tokens.spanFrom(token.start()), elements);
        }
        if (tokens.accept("{")) {
            return record(token);
        }
        throw tokens.unexpected("an expression");
    }

    private Expr word(Token token) {
        boolean simple = !tokens.peek(1).is("::");
        switch (token.text()) {
            case "true", "false" -> {
                if (simple) {
                    tokens.next();
                    return new Expr.BoolLiteral(tokens.span(token), token.is("true"));
                }
            }
            case "principal", "action", "resource", "context" -> {
                if (simple && !tokens.peek(1).is("(")) {
                    tokens.next();
                    return new Expr.Variable(tokens.span(token), variable(token.text()));
                }
            }
            case "if" -> throw tokens.failure(token.start(), "`if` inside another operation needs parentheses", "`(`");
            default -> {}
        }
        return pathExpression(token);
    }

    private static Var variable(String name) {
        return switch (name) {
            case "principal" -> Var.PRINCIPAL;
            case "action" -> Var.ACTION;
            case "resource" -> Var.RESOURCE;
            default -> Var.CONTEXT;
        };
    }

    private Expr pathExpression(Token start) {
        String path = path();
        if (tokens.accept("::")) {
            String id = Unescaper.string(tokens, tokens.expectString("an id in double quotes"));
            return new Expr.EntityLiteral(tokens.spanFrom(start.start()), EntityUid.of(path, id));
        }
        if (tokens.accept("(")) {
            ExtensionFunction function = ExtensionFunction.named(path);
            if (function == null || function.isMethod()) {
                throw UnknownNames.function(tokens, start, path);
            }
            List<Expr> arguments = expressions.list(")");
            expressions.grow(start, expressions.height());
            return new Expr.Call(tokens.spanFrom(start.start()), function, arguments);
        }
        if (tokens.at(":") && tokens.peek(1).kind() == Token.Kind.STRING) {
            throw tokens.unexpected("`::`");
        }
        throw UnknownNames.name(tokens, start, path);
    }

    /** {@code A::B::C}, leaving a {@code ::} before an id unread. */
    String path() {
        StringBuilder path =
                new StringBuilder(tokens.expectIdentifier("a type name").text());
        while (tokens.at("::") && tokens.peek(1).kind() == Token.Kind.IDENTIFIER) {
            tokens.next();
            path.append("::").append(tokens.expectIdentifier("a type name").text());
        }
        return path.toString();
    }

    Expr number(boolean negative) {
        Token token = tokens.next();
        Span span = tokens.span(token);
        try {
            return new Expr.LongLiteral(span, Long.parseLong(negative ? "-" + token.text() : token.text()));
        } catch (NumberFormatException e) {
            throw tokens.failure(
                    token.start(),
                    "this number does not fit into a Long",
                    "one from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
    }

    private Expr record(Token start) {
        List<Expr.Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int tallest = 0;
        while (!tokens.accept("}")) {
            Token key = tokens.peek();
            String name = key.kind() == Token.Kind.STRING
                    ? Unescaper.string(tokens, tokens.next())
                    : tokens.expectIdentifier("an attribute name or `}`").text();
            if (!names.add(name)) {
                throw tokens.failure(key.start(), "the attribute " + key.shown() + " stands twice in one record", "");
            }
            tokens.expect(":");
            fields.add(new Expr.Field(name, expressions.expression()));
            tallest = Math.max(tallest, expressions.height());
            if (!tokens.at("}") && !tokens.accept(",")) {
                throw tokens.unexpectedBehindOperand("`,` or `}`");
            }
        }
        expressions.grow(start, tallest);
        return new Expr.RecordOf(tokens.spanFrom(start.start()), fields);
    }

    /** What follows behind a primary: an attribute, an index or a method call. */
    Expr access(Token start, Expr target) {
        if (tokens.accept("[")) {
            String name = Unescaper.string(tokens, tokens.expectString("an attribute name in double quotes"));
            tokens.expect("]");
            return new Expr.Attribute(tokens.spanFrom(start.start()), target, name);
        }
        tokens.expect(".");
        Token name = tokens.expectIdentifier("an attribute or method name (or [\"…\"] for a reserved word)");
        if (!tokens.accept("(")) {
            return new Expr.Attribute(tokens.spanFrom(start.start()), target, name.text());
        }
        List<Expr> arguments = expressions.list(")");
        return method(start, name, target, arguments);
    }

    private Expr method(Token start, Token name, Expr target, List<Expr> arguments) {
        BuiltIn builtIn = BuiltIn.named(name.text());
        if (builtIn != null) {
            if (arguments.size() != builtIn.arity()) {
                throw tokens.failure(
                        name.start(),
                        "`" + name.text() + "` has " + arguments.size() + " arguments",
                        String.valueOf(builtIn.arity()));
            }
            return new Expr.Method(tokens.spanFrom(start.start()), builtIn, target, arguments);
        }
        ExtensionFunction function = ExtensionFunction.named(name.text());
        if (function == null || !function.isMethod()) {
            throw UnknownNames.method(tokens, name);
        }
        List<Expr> all = new ArrayList<>(List.of(target));
        all.addAll(arguments);
        return new Expr.Call(tokens.spanFrom(start.start()), function, all);
    }
}
