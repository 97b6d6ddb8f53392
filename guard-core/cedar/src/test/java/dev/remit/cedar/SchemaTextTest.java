package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.parse.SyntaxLimits;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cedar's schema syntax, right and wrong. What names stand for is in {@link SchemaNamesTest}. */
class SchemaTextTest {

    private static EntityType entity(String text, String name) {
        return Objects.requireNonNull(SchemaParser.parse("s", text).entityType(name), name);
    }

    private static ActionType action(String text, String id) {
        return Objects.requireNonNull(SchemaParser.parse("s", text).action(EntityUid.of("Action", id)), id);
    }

    private static SchemaFormatException failure(String text) {
        return catchThrowableOfType(SchemaFormatException.class, () -> SchemaParser.parse("s", text));
    }

    @Test
    void shouldReadEntityTypes() {
        String text = """
                // people
                entity User, Bot in [Group, Team] = {
                  name: String, "the age"?: Long, flags: Set<Bool>, home: { city: String, zip?: Long, },
                } tags Set<String>;
                entity Group in Team;
                entity Team {};
                """;
        EntityType user = entity(text, "User");
        assertThat(user.ancestors()).containsExactlyInAnyOrder("Group", "Team");
        assertThat(user.attributes())
                .hasToString("{\"flags\": Set<Bool>, \"home\": {\"city\": String, \"zip\"?: Long}, \"name\": String,"
                        + " \"the age\"?: Long}");
        assertThat(user.tags()).hasToString("Set<String>");
        assertThat(user.hasId("anything")).isTrue();
        assertThat(entity(text, "Bot").attributes()).isEqualTo(user.attributes());
        assertThat(entity(text, "Group").ancestors()).containsExactly("Team");
        assertThat(entity(text, "Team").attributes().attributes()).isEmpty();
        assertThat(entity(text, "Team").tags()).isNull();
    }

    @Test
    void shouldReadEnums() {
        EntityType color = entity("entity Shade, Color enum [\"red\", \"\\u{e9}\"];", "Color");
        assertThat(color.ids()).containsExactly("red", "é");
        assertThat(color.hasId("red")).isTrue();
        assertThat(color.hasId("blue")).isFalse();
    }

    @Test
    void shouldReadActions() {
        String text = """
                entity User; entity Doc; entity Folder;
                type Request = { at: datetime };
                action read, "write now" in [all, "every thing", Action::"all"] appliesTo {
                  context: Request,
                  principal: User,
                  resource: [Doc, Folder],
                };
                action look in all appliesTo { principal: [User], resource: [Doc], context: { "a b"?: Long } } attributes { };
                action all, "every thing";
                """;
        ActionType read = action(text, "read");
        assertThat(read.principals()).containsExactly("User");
        assertThat(read.resources()).containsExactlyInAnyOrder("Doc", "Folder");
        assertThat(read.context()).hasToString("{\"at\": datetime}");
        assertThat(read.ancestors())
                .containsExactlyInAnyOrder(EntityUid.of("Action", "all"), EntityUid.of("Action", "every thing"));
        assertThat(action(text, "write now").resources()).isEqualTo(read.resources());
        assertThat(action(text, "look").context()).hasToString("{\"a b\"?: Long}");
        assertThat(action(text, "all").principals()).isEmpty();
        assertThat(action(text, "all").context().attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  // nothing",
                "entity A;entity B;",
                "entity A { };",
                "entity A in [];",
                "entity A in A;",
                "entity A = { a: Long, };",
                "entity A tags Long;",
                "entity A in [A] { } tags { a: Long };",
                "entity A enum [\"x\", \"x\"];",
                "entity enum enum [\"x\"];",
                "entity tags tags Long;",
                "entity type, action, entity, namespace, Set, appliesTo, principal, context, attributes;",
                "entity A { in_: Long, \"in\": Long, type: Long, Set?: Long, principal: Long, __cedar: Long };",
                "entity A { a ? : Long, b?:Long };",
                "entity A { a: Set<Set<Set<Long>>> };",
                "action a;",
                "action appliesTo appliesTo { principal: A, resource: A }; entity A;",
                "action __cedar;",
                "action a attributes {};",
                "action \"\" in \"b\"; action b;",
                "type T = Set<Long>;",
                "type T = {};",
                "type type = Long;",
                "@a @b(\"x\") @if(\"\") entity A { @c d: Long, @c(\"x\") \"e\": { @f g: Long } };",
                "@a type T = { @b c: Long }; @a(\"b\") action x; @a namespace N { @b entity A; }",
                "namespace A::B { entity C; type T = C; action a appliesTo { principal: C, resource: C, context: {}, }; }",
                "namespace N {} entity A; namespace M {}",
                "entity A; action \"a\\n\\t\\x41\" appliesTo { principal: A, resource: A };",
            })
    void shouldTake(String text) {
        assertThatCode(() -> SchemaParser.parse("s", text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "user User; ==> 1:1: unexpected `user`, expected `entity`, `action`, `type` or an annotation, or `namespace`",
                "entity ; ==> 1:8: unexpected `;`, expected a name",
                "entity \"A\"; ==> 1:8: unexpected a string, expected a name",
                "entity in; ==> 1:8: `in` is a reserved word, expected a name",
                "entity A ==> 1:9: unexpected the end of the text, expected `,`, `in`, `enum`, `=`, `{`, `tags` or `;`",
                "entity A in B ==> 1:14: unexpected the end of the text, expected `=`, `{`, `tags` or `;`",
                "entity A {} ==> 1:12: unexpected the end of the text, expected `tags` or `;`",
                "entity A tags Long ==> 1:19: unexpected the end of the text, expected `;`",
                "entity A,; ==> 1:10: unexpected `;`, expected a name",
                "entity A::B; ==> 1:9: unexpected `::`, expected",
                "entity A in [B,]; ==> 1:16: unexpected `]`, expected an entity type",
                "entity A in [B C]; ==> 1:16: unexpected `C`, expected `,` or `]`",
                "entity A in \"B\"; ==> 1:13: unexpected a string, expected an entity type or `[`",
                "entity A = Long; ==> 1:12: unexpected `Long`, expected `{`",
                "entity A == {}; ==> 1:10: unexpected `==`, expected",
                "entity A enum []; ==> 1:16: unexpected `]`, expected an id in double quotes",
                "entity A enum [\"x\",]; ==> 1:20: unexpected `]`, expected an id in double quotes",
                "entity A enum [x]; ==> 1:16: unexpected `x`, expected an id in double quotes",
                "entity A enum [\"x\"] tags Long; ==> 1:21: unexpected `tags`, expected `;`",
                "entity A in B enum [\"x\"]; ==> 1:15: unexpected `enum`",
                "entity A { a Long }; ==> 1:14: unexpected `Long`, expected `:`",
                "entity A { a: Long b: Long }; ==> 1:20: unexpected `b`, expected `,` or `}`",
                "entity A { , }; ==> 1:12: unexpected `,`, expected an attribute's name or `}`",
                "entity A { if: Long }; ==> 1:12: `if` is a reserved word, expected an attribute's name",
                "entity A { 1: Long }; ==> 1:12: unexpected `1`, expected an attribute's name",
                "entity A { a: Long, \"a\"?: String }; ==> 1:21: the attribute `a` stands twice in one record",
                "entity A { a: Set }; ==> 1:15: unknown type `Set`",
                "entity A { a: Set<> }; ==> 1:19: unexpected `>`, expected a type",
                "entity A { a: Set<Long }; ==> 1:24: unexpected `}`, expected `>`",
                "entity A { a: \"Long\" }; ==> 1:15: unexpected a string, expected a type",
                "entity A { a: B:: }; ==> 1:19: unexpected `}`, expected a name",
                "entity A { a: ?x }; ==> 1:15: unexpected `?x`, expected a type",
                "entity A { \"a\\q\": Long }; ==> 1:14: unknown escape `\\q`",
                "type = Long; ==> 1:6: unexpected `=`, expected a name",
                "type T Long; ==> 1:8: unexpected `Long`, expected `=`",
                "type \"T\" = Long; ==> 1:6: unexpected a string, expected a name",
                "type T = Long ==> 1:14: unexpected the end of the text, expected `;`",
                "type A, B = Long; ==> 1:7: unexpected `,`, expected `=`",
                "action; ==> 1:7: unexpected `;`, expected a name or a string",
                "action a::b; ==> 1:9: unexpected `::`, expected `,`, `in`, `appliesTo` or `;`",
                "action a in []; ==> 1:14: unexpected `]`, expected an action",
                "action a in Action::b; ==> 1:22: unexpected `;`, expected `::`",
                "action a in [\"b\",]; ==> 1:18: unexpected `]`, expected an action",
                "action a appliesTo {}; ==> 1:21: unexpected `}`, expected `principal`, `resource` or `context`",
                "action a appliesTo { principal: [A] }; ==> 1:8: `appliesTo` without `resource`, expected both",
                "action a appliesTo { resource: [A] }; ==> 1:8: `appliesTo` without `principal`, expected both",
                "action a appliesTo { principal: [], resource: [A] }; ==> 1:22: there is no principal that this applies to",
                "action a appliesTo { principal: A, resource: [] }; ==> 1:36: there is no resource that this applies to",
                "action a appliesTo { principal: A, principal: A, resource: A }; ==> 1:36: `principal` stands twice",
                "action a appliesTo { principal: A, resource: A, context: {}, context: {} }; ==> 1:62: `context` stands twice",
                "action a appliesTo { principal: A, resource: A, context: Set<Long> }; ==> 1:61: unexpected `<`, expected `,` or `}`",
                "action a appliesTo { principal: A, resource: A, contxt: {} }; ==> 1:49: unexpected `contxt`, expected `principal`, `resource` or `context`, or `}`",
                "action a appliesTo { principal: A resource: A }; ==> 1:35: unexpected `resource`, expected `,` or `}`",
                "action a attributes { b: Long }; ==> 1:23: unexpected `b`, expected `}`",
                "@ entity A; ==> 1:10: unexpected `A`",
                "@(\"x\") entity A; ==> 1:2: unexpected `(`, expected an annotation's name",
                "@a(x) entity A; ==> 1:4: unexpected `x`, expected the annotation's text in double quotes",
                "@a @a(\"x\") entity A; ==> 1:5: the annotation `@a` stands twice",
                "@a ==> 1:3: unexpected the end of the text",
                "namespace { } ==> 1:11: unexpected `{`, expected a namespace's name",
                "namespace A entity B; ==> 1:13: unexpected `entity`, expected `{`",
                "namespace A { ==> 1:14: unexpected the end of the text, expected `}`",
                "namespace A { namespace B {} } ==> 1:15: unexpected `namespace`, expected `entity`, `action`, `type` or an annotation",
                "namespace A {} ; ==> 1:16: unexpected `;`",
                "namespace A {} namespace A {} ==> 1:26: the namespace `A` is already declared at s:1:11",
                "entity A; } ==> 1:11: unexpected `}`",
                "entity A # ==> 1:10: unexpected character `#`",
            })
    void shouldNamePlaceAndCause(String text, String error) {
        SchemaFormatException failure = failure(text);
        assertThat(failure).isNotNull();
        assertThat(failure.errors().get(0).render()).startsWith("s:" + error);
    }

    @Test
    void shouldReportAllErrors() {
        String text = """
                entity A { a: Long b: Long, @x c: { d } };
                entity B in ];
                namespace N {
                  entity if;
                  entity C = { a: Long, a: Long, b }
                  type T = ;
                  action x appliesTo { principal: [], context: { a } };
                }
                }
                type U = Set<>;
                """;
        assertThat(failure(text).errors().stream().map(error -> error.line() + ":" + error.column()))
                .containsExactly("1:20", "2:13", "4:10", "5:25", "5:36", "6:12", "7:24", "7:52", "9:1", "10:14");
    }

    @Test
    void shouldShowLineAndCaret() {
        assertThat(failure("entity User in\n\t[Groop];\nentity Group;")).hasMessage("""
                s:2:3: unknown entity type `Groop`, expected `Group`
                  \t[Groop];
                  \t ^""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Set<",
                "{a: ",
                "{a: Set<{b: ",
            })
    void shouldLimitNesting(String opening) {
        String text = "type T = " + opening.repeat(SyntaxLimits.DEPTH * 100);
        assertThat(failure(text)).hasMessageContaining("nests deeper than " + SyntaxLimits.DEPTH);
    }

    @Test
    void shouldTakeTheDeepestNesting() {
        int sets = SyntaxLimits.DEPTH - 1;
        String text = "type T = " + "Set<".repeat(sets) + "Long" + ">".repeat(sets) + ";";
        assertThatCode(() -> SchemaParser.parse("s", text)).doesNotThrowAnyException();
        assertThat(failure(text.replace("Long", "Set<Long>"))).hasMessageContaining("nests deeper than");
    }

    @Test
    void shouldLimitTextsAndErrors() {
        assertThat(failure(" ".repeat(SyntaxLimits.TEXT_LENGTH + 1))).hasMessageContaining("the text is longer than");
        assertThat(failure("#".repeat(100_000)).errors()).hasSizeLessThanOrEqualTo(SyntaxLimits.ERRORS);
        assertThat(failure("entity;".repeat(100_000)).errors()).hasSizeLessThanOrEqualTo(SyntaxLimits.ERRORS);
        assertThat(failure("namespace A {" + "entity;".repeat(100_000)).errors())
                .hasSizeLessThanOrEqualTo(SyntaxLimits.ERRORS);
        assertThat(failure("entity A in [B" + ", B".repeat(100_000) + "];").errors())
                .hasSize(SyntaxLimits.ERRORS);
    }

    @Test
    void shouldBeEqualForEqualTexts() {
        Schema schema =
                SchemaParser.parse("s", "entity A { a: Long }; action x appliesTo { principal: A, resource: A };");
        assertThat(schema)
                .isEqualTo(
                        SchemaParser.parse(
                                "t",
                                "action \"x\" appliesTo { resource: [A], principal: [A] }; entity A = { \"a\": __cedar::Long };"))
                .isNotEqualTo(SchemaParser.parse("t", "entity A { a: Long }; action x;"));
    }
}
