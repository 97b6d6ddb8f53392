package dev.remit.cedar.schema;

import dev.remit.cedar.ast.Names;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxFailure;
import dev.remit.cedar.parse.SyntaxLimits;
import dev.remit.cedar.parse.Token;
import dev.remit.cedar.parse.TokenStream;
import dev.remit.cedar.parse.Unescaper;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Types, names and annotations in Cedar's schema syntax. */
final class SchemaTypeParser {
    private final TokenStream tokens;
    private final List<SyntaxError> errors;
    private int nesting;
    private int openBraces;

    SchemaTypeParser(TokenStream tokens, List<SyntaxError> errors) {
        this.tokens = tokens;
        this.errors = errors;
    }

    /** At the start of a declaration. */
    void restart() {
        nesting = 0;
        openBraces = 0;
    }

    /** How many braces were opened since the start of the declaration and not closed. */
    int openBraces() {
        return openBraces;
    }

    /** A type. */
    RawType type() {
        Token start = tokens.peek();
        if (start.is("{")) {
            return record();
        }
        if (!start.is("Set") || !tokens.peek(1).is("<")) {
            return reference(RawType.Reference.ANY, "a type");
        }
        tokens.next();
        expect("<");
        deeper(start);
        RawType element = type();
        nesting--;
        expect(">");
        return new RawType.SetOf(tokens.spanFrom(start.start()), element);
    }

    /** A record in braces. */
    RawType record() {
        Token start = tokens.peek();
        expect("{");
        deeper(start);
        Map<String, RawType.Attribute> attributes = new LinkedHashMap<>();
        while (!tokens.at("}")) {
            annotations();
            Token key = tokens.peek();
            String name = name("an attribute's name" + (attributes.isEmpty() ? " or `}`" : ""));
            boolean required = !tokens.accept("?");
            expect(":");
            if (attributes.put(name, new RawType.Attribute(type(), required)) != null) {
                report(key, "the attribute `" + name + "` stands twice in one record", "");
            }
            if (!tokens.at("}") && !tokens.accept(",")) {
                throw unexpected("`,` or `}`");
            }
        }
        nesting--;
        expect("}");
        return new RawType.RecordOf(tokens.spanFrom(start.start()), attributes);
    }

    private void deeper(Token token) {
        if (++nesting > SyntaxLimits.DEPTH) {
            throw tokens.failure(
                    token.start(), "this type nests deeper than " + SyntaxLimits.DEPTH + " levels", "a flatter one");
        }
    }

    /** The name of a type. */
    RawType.Name reference(RawType.Reference reference, String what) {
        Token start = tokens.peek();
        String name = path(what);
        return new RawType.Name(tokens.spanFrom(start.start()), name, reference);
    }

    /** {@code A::B::C}. */
    String path(String what) {
        StringBuilder path = new StringBuilder(identifier(what));
        while (tokens.accept("::")) {
            path.append("::").append(identifier("a name"));
        }
        return path.toString();
    }

    /** {@code A::B::}, with the id behind it unread. */
    String pathBeforeId() {
        StringBuilder path = new StringBuilder(identifier("an action"));
        expect("::");
        while (tokens.peek().kind() != Token.Kind.STRING) {
            path.append("::").append(identifier("a name or an id in double quotes"));
            expect("::");
        }
        return path.toString();
    }

    /** An identifier or a string. */
    String name(String what) {
        return tokens.peek().kind() == Token.Kind.STRING ? string(what) : identifier(what);
    }

    /** A string, unescaped. */
    String string(String what) {
        if (tokens.peek().kind() != Token.Kind.STRING) {
            throw unexpected(what);
        }
        return Unescaper.string(tokens, tokens.next());
    }

    /** A word that is no keyword of Cedar; the words of the schema syntax are none. */
    String identifier(String what) {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.IDENTIFIER) {
            throw unexpected(what);
        }
        if (Names.isKeyword(token.text())) {
            throw tokens.failure(token.start(), token.shown() + " is a reserved word", what);
        }
        return tokens.next().text();
    }

    /** Reads annotations and forgets them: they mean nothing to Cedar. */
    void annotations() {
        Set<String> names = new HashSet<>();
        while (tokens.accept("@")) {
            Token name = tokens.peek();
            if (name.kind() != Token.Kind.IDENTIFIER) {
                throw unexpected("an annotation's name");
            }
            tokens.next();
            if (tokens.accept("(")) {
                string("the annotation's text in double quotes");
                expect(")");
            }
            if (!names.add(name.text())) {
                report(name, "the annotation `@" + name.text() + "` stands twice", "");
            }
        }
    }

    /** Reports what is no reason to leave the declaration. */
    void report(Token token, String message, String expected) {
        if (errors.size() < SyntaxLimits.ERRORS) {
            errors.add(tokens.failure(token.start(), message, expected).error());
        }
    }

    void expect(String symbol) {
        if (!tokens.at(symbol)) {
            throw unexpected('`' + symbol + '`');
        }
        tokens.next();
        openBraces += symbol.equals("{") ? 1 : symbol.equals("}") ? -1 : 0;
    }

    SyntaxFailure unexpected(String expected) {
        Token token = tokens.peek();
        return tokens.failure(token.start(), "unexpected " + token.shown(), expected);
    }
}
