package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Effect;
import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands before a policy's clauses: annotations, effect and scopes. */
final class HeadParser {
    private static final String EFFECT = "`permit`, `forbid` or an annotation";

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final SyntaxErrors errors;

    HeadParser(TokenStream tokens, ExpressionParser expressions, SyntaxErrors errors) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.errors = errors;
    }

    private static boolean isEffect(Token token) {
        return token.is("permit") || token.is("forbid");
    }

    /** Whether it is an effect, or a word in whose place one was meant. */
    static boolean isEffectOrMeant(Token token) {
        return isEffect(token)
                || (token.kind() == Token.Kind.IDENTIFIER
                        && !KnownMistakes.meant(token, EFFECT, List.of()).isEmpty());
    }

    /** A policy without its clauses; {@code start} is the offset where it begins. */
    record Head(
            int start, Map<String, String> annotations, Effect effect, Scope principal, Scope action, Scope resource) {}

    /** The next head. A misspelt word is reported and taken for what it was meant to be. */
    Head head() {
        int start = tokens.peek().start();
        Map<String, String> annotations = annotations();
        Effect effect = effect();
        tokens.expect("(");
        Scope principal = scope("principal");
        tokens.expect(",");
        Scope action = actionScope();
        tokens.expect(",");
        Scope resource = scope("resource");
        tokens.accept(",");
        tokens.expect(")");
        return new Head(start, annotations, effect, principal, action, resource);
    }

    private Effect effect() {
        Token word = tokens.peek();
        String effect = word.text();
        if (!isEffect(word)) {
            SyntaxFailure failure = tokens.unexpected(EFFECT);
            effect = failure.error().suggestion();
            if (effect.isEmpty() || !tokens.peek(1).is("(")) {
                throw failure;
            }
            errors.add(failure, tokens.position());
        }
        tokens.next();
        return effect.equals("permit") ? Effect.PERMIT : Effect.FORBID;
    }

    /** A word that has one place; one that is near it is reported and taken for it. */
    private void variable(String name) {
        if (tokens.at(name)) {
            tokens.next();
            return;
        }
        SyntaxFailure failure = tokens.unexpected('`' + name + '`');
        if (failure.error().suggestion().isEmpty()) {
            throw failure;
        }
        errors.add(failure, tokens.position());
        tokens.next();
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
        variable(variable);
        if (tokens.accept("==")) {
            return slot(variable) ? new Scope.EqualSlot() : new Scope.Equal(expressions.entity());
        }
        if (tokens.accept("in")) {
            return slot(variable) ? new Scope.InSlot() : new Scope.In(expressions.entity());
        }
        if (tokens.accept("is")) {
            String type = expressions.typeName();
            if (!tokens.accept("in")) {
                return new Scope.Is(type);
            }
            return slot(variable) ? new Scope.IsInSlot(type) : new Scope.IsIn(type, expressions.entity());
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
        variable("action");
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
        EntityUid uid = expressions.entity();
        if (!uid.isAction()) {
            throw tokens.failure(start.start(), "`" + uid + "` is no action", "an entity whose type ends in `Action`");
        }
        return uid;
    }
}
