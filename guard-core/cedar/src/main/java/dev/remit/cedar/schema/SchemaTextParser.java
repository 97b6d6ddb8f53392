package dev.remit.cedar.schema;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.parse.Lexer;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxFailure;
import dev.remit.cedar.parse.SyntaxLimits;
import dev.remit.cedar.parse.Token;
import dev.remit.cedar.parse.TokenStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The declarations of one text in Cedar's schema syntax. After an error it goes on with the next declaration. */
final class SchemaTextParser {
    private static final String DECLARATION = "`entity`, `action`, `type` or an annotation";
    private static final String BEHIND_PARENTS = "`=`, `{`, `tags` or `;`";
    private static final String BEHIND_NAMES = "`,`, `in`, `enum`, " + BEHIND_PARENTS;

    private final SourceText source;
    private final TokenStream tokens;
    private final SchemaTypeParser types;
    private final List<SyntaxError> errors;
    private final Map<String, RawNamespace> namespaces = new LinkedHashMap<>();

    private SchemaTextParser(SourceText source, List<SyntaxError> errors) {
        this.source = source;
        this.errors = errors;
        this.tokens = new TokenStream(source, Lexer.tokens(source, errors));
        this.types = new SchemaTypeParser(tokens, errors);
    }

    /** The namespaces of a text; errors are added, not thrown. */
    static List<RawNamespace> parse(SourceText source, List<SyntaxError> errors) {
        SchemaTextParser parser = new SchemaTextParser(source, errors);
        parser.schema();
        return List.copyOf(parser.namespaces.values());
    }

    private void schema() {
        while (!tokens.atEnd() && errors.size() < SyntaxLimits.ERRORS) {
            int start = tokens.position();
            types.restart();
            try {
                types.annotations();
                if (tokens.at("namespace")) {
                    namespace();
                } else {
                    declaration(namespace("", tokens.span(tokens.peek())), DECLARATION + ", or `namespace`");
                }
            } catch (SyntaxFailure failure) {
                errors.add(failure.error());
                skip(start);
                if (tokens.at("}")) {
                    tokens.next();
                }
            }
        }
    }

    private void namespace() {
        tokens.next();
        Token start = tokens.peek();
        String name = types.path("a namespace's name");
        Span at = tokens.spanFrom(start.start());
        RawNamespace earlier = namespaces.get(name);
        if (earlier != null) {
            errors.add(new SyntaxError(
                    source,
                    start.start(),
                    "the namespace `" + name + "` is already declared at "
                            + earlier.name().at(),
                    "all of it in one place"));
        }
        RawNamespace namespace = namespace(name, at);
        types.expect("{");
        while (!tokens.at("}") && !tokens.atEnd() && errors.size() < SyntaxLimits.ERRORS) {
            int first = tokens.position();
            types.restart();
            try {
                types.annotations();
                declaration(namespace, DECLARATION);
            } catch (SyntaxFailure failure) {
                errors.add(failure.error());
                skip(first);
            }
        }
        if (errors.size() < SyntaxLimits.ERRORS) {
            types.expect("}");
        }
    }

    private RawNamespace namespace(String name, Span at) {
        RawNamespace namespace = namespaces.get(name);
        if (namespace == null) {
            namespace = new RawNamespace(new RawNamespace.Declared(at, name));
            namespaces.put(name, namespace);
        }
        return namespace;
    }

    /** To where the next declaration may start: behind a semicolon, before a word that starts one, or before the brace that ends the namespace. */
    private void skip(int start) {
        int depth = types.openBraces();
        if (tokens.position() == start) {
            tokens.next();
        }
        while (!tokens.atEnd()) {
            if (tokens.at("}") && depth == 0) {
                return;
            }
            if ((tokens.at("@") && depth == 0) || startsDeclaration()) {
                return;
            }
            Token token = tokens.next();
            if (token.is(";")) {
                return;
            }
            depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
        }
    }

    private boolean startsDeclaration() {
        boolean word = tokens.at("entity") || tokens.at("action") || tokens.at("type") || tokens.at("namespace");
        Token.Kind behind = tokens.peek(1).kind();
        return word && (behind == Token.Kind.IDENTIFIER || behind == Token.Kind.STRING);
    }

    private void declaration(RawNamespace namespace, String expected) {
        if (tokens.accept("entity")) {
            namespace.entityTypes().add(entity());
        } else if (tokens.accept("action")) {
            namespace.actions().add(action());
        } else if (tokens.accept("type")) {
            RawNamespace.Declared name = declared(false);
            types.expect("=");
            RawType type = types.type();
            types.expect(";");
            namespace.commonTypes().add(new RawNamespace.CommonType(name, type));
        } else {
            throw types.unexpected(expected);
        }
    }

    /** Names with commas between them. */
    private List<RawNamespace.Declared> declaredNames(boolean orString) {
        List<RawNamespace.Declared> names = new ArrayList<>();
        do {
            names.add(declared(orString));
        } while (tokens.accept(","));
        return names;
    }

    private RawNamespace.Declared declared(boolean orString) {
        Token token = tokens.peek();
        String name = orString ? types.name("a name or a string") : types.identifier("a name");
        return new RawNamespace.Declared(tokens.span(token), name);
    }

    private RawNamespace.EntityTypes entity() {
        List<RawNamespace.Declared> names = declaredNames(false);
        if (tokens.accept("enum")) {
            List<String> ids = ids();
            types.expect(";");
            return new RawNamespace.EntityTypes(names, List.of(), emptyRecord(), null, ids);
        }
        List<RawType.Name> parents = tokens.accept("in") ? entityTypes() : List.of();
        boolean shaped = tokens.accept("=") || tokens.at("{");
        RawType shape = shaped ? types.record() : emptyRecord();
        RawType tags = tokens.accept("tags") ? types.type() : null;
        if (!tokens.accept(";")) {
            throw types.unexpected(
                    tags != null
                            ? "`;`"
                            : shaped ? "`tags` or `;`" : parents.isEmpty() ? BEHIND_NAMES : BEHIND_PARENTS);
        }
        return new RawNamespace.EntityTypes(names, parents, shape, tags, null);
    }

    private RawType emptyRecord() {
        return new RawType.RecordOf(tokens.span(tokens.peek()), Map.of());
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        types.expect("[");
        do {
            ids.add(types.string("an id in double quotes"));
        } while (tokens.accept(","));
        if (!tokens.accept("]")) {
            throw types.unexpected("`,` or `]`");
        }
        return ids;
    }

    /** One entity type, or any number in brackets. */
    private List<RawType.Name> entityTypes() {
        List<RawType.Name> names = new ArrayList<>();
        if (!tokens.accept("[")) {
            names.add(types.reference(RawType.Reference.ENTITY_TYPE, "an entity type or `[`"));
            return names;
        }
        if (!tokens.at("]")) {
            do {
                names.add(types.reference(RawType.Reference.ENTITY_TYPE, "an entity type"));
            } while (tokens.accept(","));
        }
        if (!tokens.accept("]")) {
            throw types.unexpected("`,` or `]`");
        }
        return names;
    }

    private RawNamespace.Actions action() {
        Token start = tokens.peek();
        List<RawNamespace.Declared> names = declaredNames(true);
        List<RawNamespace.Group> groups = new ArrayList<>();
        if (tokens.accept("in")) {
            if (tokens.accept("[")) {
                do {
                    groups.add(group());
                } while (tokens.accept(","));
                if (!tokens.accept("]")) {
                    throw types.unexpected("`,` or `]`");
                }
            } else {
                groups.add(group());
            }
        }
        AppliesTo appliesTo = new AppliesTo();
        boolean applies = tokens.accept("appliesTo");
        if (applies) {
            appliesTo(appliesTo, start);
        }
        if (tokens.accept("attributes")) {
            types.expect("{");
            types.expect("}");
        }
        if (!tokens.accept(";")) {
            throw types.unexpected(
                    applies ? "`;`" : groups.isEmpty() ? "`,`, `in`, `appliesTo` or `;`" : "`appliesTo` or `;`");
        }
        RawType context = appliesTo.context;
        return new RawNamespace.Actions(
                names, groups, appliesTo.principals, appliesTo.resources, context == null ? emptyRecord() : context);
    }

    /** {@code "id"}, {@code id} or {@code NS::Action::"id"}. */
    private RawNamespace.Group group() {
        Token start = tokens.peek();
        if (start.kind() == Token.Kind.STRING || !tokens.peek(1).is("::")) {
            String id = types.name("an action");
            return new RawNamespace.Group(tokens.span(start), "Action", id);
        }
        String type = types.pathBeforeId();
        String id = types.string("an id in double quotes");
        return new RawNamespace.Group(tokens.spanFrom(start.start()), type, id);
    }

    private static final class AppliesTo {
        List<RawType.Name> principals = List.of();
        List<RawType.Name> resources = List.of();

        @Nullable
        RawType context;
    }

    private void appliesTo(AppliesTo to, Token action) {
        types.expect("{");
        Set<String> seen = new HashSet<>();
        while (seen.isEmpty() || !tokens.at("}")) {
            Token word = tokens.peek();
            if (!word.is("principal") && !word.is("resource") && !word.is("context")) {
                throw types.unexpected("`principal`, `resource` or `context`" + (seen.isEmpty() ? "" : ", or `}`"));
            }
            tokens.next();
            if (!seen.add(word.text())) {
                types.report(word, "`" + word.text() + "` stands twice in one `appliesTo`", "one of each");
            }
            types.expect(":");
            if (word.is("principal")) {
                to.principals = partyTypes(word);
            } else if (word.is("resource")) {
                to.resources = partyTypes(word);
            } else {
                to.context = tokens.at("{")
                        ? types.record()
                        : types.reference(RawType.Reference.COMMON_TYPE, "a record or the name of one");
            }
            if (!tokens.at("}") && !tokens.accept(",")) {
                throw types.unexpected("`,` or `}`");
            }
        }
        types.expect("}");
        for (String party : List.of("principal", "resource")) {
            if (!seen.contains(party)) {
                types.report(action, "`appliesTo` without `" + party + "`", "both `principal` and `resource`");
            }
        }
    }

    private List<RawType.Name> partyTypes(Token party) {
        List<RawType.Name> names = entityTypes();
        if (names.isEmpty()) {
            types.report(
                    party,
                    "there is no " + party.text() + " that this applies to",
                    "at least one type, or no `appliesTo` for an action that is only a group");
        }
        return names;
    }
}
