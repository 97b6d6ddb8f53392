package dev.remit.cedar.parse;

import dev.remit.cedar.ast.Condition;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one text. After an error it goes on with the next clause or policy: one error of each is reported, and none that is there only
 * because of another.
 */
final class PolicyTextParser {
    /** Tokens of annotations that are looked at before they are taken for a policy's. */
    private static final int LOOKAHEAD = 100;

    private static final String CLAUSE = "`when`, `unless` or `;`";

    private final SourceText source;
    private final List<Token> words;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final HeadParser heads;
    private final SyntaxErrors errors;
    private int count;

    private PolicyTextParser(SourceText source, List<SyntaxError> errors) {
        this.source = source;
        this.words = Lexer.tokensWithInvalid(source, errors);
        this.errors = new SyntaxErrors(errors, words);
        this.tokens = new TokenStream(source, words);
        this.expressions = new ExpressionParser(tokens);
        this.heads = new HeadParser(tokens, expressions, this.errors);
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
        while (!tokens.atEnd() && !errors.isFull()) {
            Policy policy = policy();
            if (policy != null) {
                policies.add(policy);
            }
            count++;
        }
        return policies;
    }

    /** The next policy; null if it has errors. */
    private @Nullable Policy policy() {
        int start = tokens.position();
        errors.mark();
        Policy policy = attempt();
        if (policy == null) {
            List<SyntaxError> mended = KnownMistakes.mend(source, words, start, tokens.position());
            if (!mended.isEmpty()) {
                errors.replaceMarked(mended);
                tokens.rewind(start);
                attempt();
            }
        }
        return policy;
    }

    private @Nullable Policy attempt() {
        expressions.reset();
        HeadParser.Head head = null;
        try {
            head = heads.head();
        } catch (SyntaxFailure failure) {
            errors.add(failure, tokens.position());
            resume();
        }
        List<Condition> conditions = conditions(head != null);
        if (head == null || conditions == null) {
            return null;
        }
        String id = head.annotations().getOrDefault("id", source.name() + '#' + count);
        return new Policy(
                id,
                head.annotations(),
                head.effect(),
                head.principal(),
                head.action(),
                head.resource(),
                conditions,
                tokens.spanFrom(head.start()),
                null);
    }

    /** To where parsing can go on after an error: a clause, the end of the policy, or another policy. */
    private void resume() {
        expressions.reset();
        while (!tokens.atEnd() && !isClause() && !isPolicy()) {
            // One in the middle of a policy may be what is wrong with it.
            if (tokens.at(";") && endsPolicy(tokens.peek(1))) {
                return;
            }
            tokens.next();
        }
    }

    private static boolean endsPolicy(Token next) {
        return next.kind() == Token.Kind.END || next.is("@") || HeadParser.isEffectOrMeant(next);
    }

    /** A word before a brace stands nowhere else, unless it is one of an expression. */
    private boolean isClause() {
        Token word = tokens.peek();
        return word.kind() == Token.Kind.IDENTIFIER
                && tokens.peek(1).is("{")
                && !TokenStream.isReserved(word)
                && !KnownMistakes.meant(word, CLAUSE, List.of()).isEmpty();
    }

    /** Annotations or an effect, as they stand nowhere else. */
    private boolean isPolicy() {
        int ahead = 0;
        while (tokens.peek(ahead).is("@") && tokens.peek(ahead + 1).kind() == Token.Kind.IDENTIFIER) {
            if (ahead > LOOKAHEAD) {
                return true;
            }
            ahead += tokens.peek(ahead + 2).is("(") ? 5 : 2;
        }
        return tokens.peek(ahead + 1).is("(") && HeadParser.isEffectOrMeant(tokens.peek(ahead));
    }

    /**
     * The clauses up to the end of the policy.
     *
     * @param sound whether what stood before them had no errors
     * @return null if the policy has errors
     */
    private @Nullable List<Condition> conditions(boolean sound) {
        List<Condition> conditions = new ArrayList<>();
        boolean whole = sound;
        while (whole || !(isPolicy() || tokens.atEnd() || errors.isFull())) {
            if (tokens.accept(";")) {
                break;
            }
            try {
                conditions.add(condition());
            } catch (SyntaxFailure failure) {
                errors.add(failure, tokens.position());
                whole = false;
                resume();
            }
        }
        return whole && !errors.sinceMark() ? conditions : null;
    }

    private Condition condition() {
        Token word = tokens.peek();
        if (!word.is("when") && !word.is("unless")) {
            SyntaxFailure failure = tokens.unexpected(CLAUSE);
            if (failure.error().suggestion().isEmpty() || !tokens.peek(1).is("{")) {
                throw failure;
            }
            errors.add(failure, tokens.position());
        }
        tokens.next();
        tokens.expect("{");
        Expr body = expressions.expression();
        tokens.expectBehindOperand("}");
        return new Condition(word.is("unless"), body);
    }
}
