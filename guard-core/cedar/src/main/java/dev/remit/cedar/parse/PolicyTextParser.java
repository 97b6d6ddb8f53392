package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policies of one text. After an error it goes on with the next policy. */
final class PolicyTextParser {
    private final SourceText source;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final List<SyntaxError> errors;
    private int count;

    private PolicyTextParser(SourceText source, List<SyntaxError> errors) {
        this.source = source;
        this.errors = errors;
        this.tokens = new TokenStream(source, Lexer.tokens(source, errors));
        this.expressions = new ExpressionParser(tokens);
    }

    static List<Policy> parse(SourceText source, List<SyntaxError> errors) {
        if (isTooLong(source, SyntaxLimits.TEXT_LENGTH, errors)) {
            return List.of();
        }
        List<SyntaxError> found = new ArrayList<>();
        List<Policy> policies = new PolicyTextParser(source, found).policies();
        if (found.size() > 1) {
            found.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
        }
        errors.addAll(found);
        return policies;
    }

    static boolean isTooLong(SourceText source, int limit, List<SyntaxError> errors) {
        if (source.text().length() <= limit) {
            return false;
        }
        errors.add(
                new SyntaxError(source, 0, "the text is longer than " + limit + " characters", "several smaller ones"));
        return true;
    }

    private List<Policy> policies() {
        List<Policy> policies = new ArrayList<>();
        while (!tokens.atEnd() && errors.size() < SyntaxLimits.ERRORS) {
            int start = tokens.position();
            expressions.reset();
            try {
                policies.add(policy());
            } catch (SyntaxFailure failure) {
                errors.add(failure.error());
                skipToNextPolicy(start);
            }
            count++;
        }
        return policies;
    }

    private void skipToNextPolicy(int start) {
        if (tokens.position() == start) {
            tokens.next();
        }
        while (!tokens.atEnd()
                && !tokens.at("@")
                && !(isEffect(tokens.peek()) && tokens.peek(1).is("("))) {
            if (tokens.next().is(";")) {
                return;
            }
        }
    }

    private static boolean isEffect(Token token) {
        return token.is("permit") || token.is("forbid");
    }

    private Policy policy() {
        int start = tokens.peek().start();
        Map<String, String> annotations = annotations();
        if (!isEffect(tokens.peek())) {
            throw tokens.unexpected("`permit`, `forbid` or an annotation");
        }
        Effect effect = tokens.next().is("permit") ? Effect.PERMIT : Effect.FORBID;
        tokens.expect("(");
        Scope principal = scope("principal");
        tokens.expect(",");
        Scope action = actionScope();
        tokens.expect(",");
        Scope resource = scope("resource");
        tokens.accept(",");
        tokens.expect(")");
        List<Condition> conditions = conditions();
        tokens.expect(";");
        String id = annotations.getOrDefault("id", source.name() + '#' + count);
        return new Policy(
                id, annotations, effect, principal, action, resource, conditions, tokens.spanFrom(start), null);
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        while (tokens.accept("@")) {
            Token name = tokens.expectWord("an annotation's name");
            String value = "";
            if (tokens.accept("(")) {
                value = Unescaper.string(tokens, tokens.expectString("the annotation's text in double quotes"));
                tokens.expect(")");
            }
            if (annotations.put(name.text(), value) != null) {
                throw tokens.failure(
                        name.start(), "the annotation `@" + name.text() + "` stands twice on one policy", "");
            }
        }
        return annotations;
    }

    private Scope scope(String variable) {
        tokens.expect(variable);
        if (tokens.accept("==")) {
            return slot(variable) ? new Scope.EqualSlot() : new Scope.Equal(entity());
        }
        if (tokens.accept("in")) {
            return slot(variable) ? new Scope.InSlot() : new Scope.In(entity());
        }
        if (tokens.accept("is")) {
            String type = expressions.typeName();
            if (!tokens.accept("in")) {
                return new Scope.Is(type);
            }
            return slot(variable) ? new Scope.IsInSlot(type) : new Scope.IsIn(type, entity());
        }
        if (!tokens.at(",") && !tokens.at(")")) {
            throw tokens.unexpected("`==`, `in`, `is`, `,` or `)`");
        }
        return new Scope.Any();
    }

    /** Reads the slot of that variable, where one stands. */
    private boolean slot(String variable) {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.SLOT) {
            return false;
        }
        String slot = '?' + variable;
        if (!token.text().equals(slot)) {
            throw tokens.failure(token.start(), token.shown() + " can't stand for the " + variable, '`' + slot + '`');
        }
        tokens.next();
        return true;
    }

    private Scope actionScope() {
        tokens.expect("action");
        if (tokens.accept("==")) {
            return new Scope.Equal(action());
        }
        if (tokens.accept("in")) {
            return tokens.accept("[") ? new Scope.InAny(actions()) : new Scope.In(action());
        }
        if (!tokens.at(",")) {
            throw tokens.unexpected("`==`, `in` or `,`");
        }
        return new Scope.Any();
    }

    private List<EntityUid> actions() {
        List<EntityUid> actions = new ArrayList<>();
        while (!tokens.accept("]")) {
            actions.add(action());
            if (!tokens.at("]") && !tokens.accept(",")) {
                throw tokens.unexpected("`,` or `]`");
            }
        }
        return actions;
    }

    private EntityUid action() {
        Token start = tokens.peek();
        EntityUid uid = entity();
        if (!uid.isAction()) {
            throw tokens.failure(start.start(), "`" + uid + "` is no action", "an entity whose type ends in `Action`");
        }
        return uid;
    }

    private EntityUid entity() {
        return expressions.entity();
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        while (tokens.at("when") || tokens.at("unless")) {
            boolean unless = tokens.next().is("unless");
            tokens.expect("{");
            conditions.add(new Condition(unless, expressions.expression()));
            tokens.expect("}");
        }
        if (!tokens.at(";")) {
            throw tokens.unexpected("`when`, `unless` or `;`");
        }
        return conditions;
    }
}
