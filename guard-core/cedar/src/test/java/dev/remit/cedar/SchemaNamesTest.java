package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.parse.SyntaxLimits;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names in schemas stand for, and which declarations don't go together. */
class SchemaNamesTest {

    private static String shape(String text, String entityType) {
        EntityType type = SchemaParser.parse("s", text).entityType(entityType);
        return Objects.requireNonNull(type, entityType).attributes().toString();
    }

    private static SchemaFormatException failure(SourceText... texts) {
        return catchThrowableOfType(SchemaFormatException.class, () -> SchemaParser.parse(List.of(texts)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                // Primitive and extension types, with and without __cedar.
                "entity E { a: Long, b: Bool, c: String, d: decimal, e: ipaddr, f: datetime, g: duration };"
                        + " ==> {\"a\": Long, \"b\": Bool, \"c\": String, \"d\": decimal, \"e\": ipaddr, \"f\": datetime, \"g\": duration}",
                "entity E { a: __cedar::Long, b: Set<__cedar::ipaddr> }; ==> {\"a\": Long, \"b\": Set<ipaddr>}",
                // An entity type may have the name of a built-in type, which then needs __cedar.
                "entity Long; entity E { a: Long, b: __cedar::Long }; ==> {\"a\": Long, \"b\": Long}",
                "type ipaddr = String; entity E { a: ipaddr, b: __cedar::ipaddr }; ==> {\"a\": String, \"b\": ipaddr}",
                "type duration = decimal; entity E { a: duration }; ==> {\"a\": decimal}",
                // A common type comes before an entity type of the same name.
                "entity A; type A = Long; entity E { a: A }; ==> {\"a\": Long}",
                // Common types in any order.
                "entity E { a: T }; type T = Set<U>; type U = { v?: V }; type V = Long; ==> {\"a\": Set<{\"v\"?: Long}>}",
                // A shape may be a common type only in JSON; a context may be everywhere.
                "action x; entity E { a: Action }; ==> {\"a\": Action}",
            })
    void shouldFindNamesWithoutNamespace(String text, String shape) {
        assertThat(shape(text, "E")).isEqualTo(shape);
    }

    @Test
    void shouldTellEntityTypesFromPrimitivesOfTheSameName() {
        Schema schema = SchemaParser.parse("s", "entity Long; entity E { a: Long, b: __cedar::Long };");
        Schema other = SchemaParser.parse("s", "entity Long; entity E { a: __cedar::Long, b: Long };");
        assertThat(schema).isNotEqualTo(other);
    }

    @Test
    void shouldLookIntoTheOwnNamespaceFirst() {
        String text = """
                namespace N {
                  entity Long, String, T;
                  type U = T;
                  entity E in T { a: Long, b: String, c: U, d: M::T, e: Bool, f: decimal, g: Action, h: G, i: M::Action };
                  type decimal = __cedar::String;
                  action "x" in [y, "z", M::Action::"m", Action::"y"] appliesTo { principal: T, resource: [E, M::T, G] };
                  action y, z;
                }
                namespace M { entity T; action m; }
                entity G;
                """;
        assertThat(shape(text, "N::E"))
                .isEqualTo("{\"a\": N::Long, \"b\": N::String, \"c\": N::T, \"d\": M::T, \"e\": Bool, \"f\": String,"
                        + " \"g\": N::Action, \"h\": G, \"i\": M::Action}");
        Schema schema = SchemaParser.parse("s", text);
        assertThat(Objects.requireNonNull(schema.entityType("N::E")).ancestors())
                .containsExactly("N::T");
        var action = Objects.requireNonNull(schema.action(EntityUid.of("N::Action", "x")));
        assertThat(action.principals()).containsExactly("N::T");
        assertThat(action.resources()).containsExactlyInAnyOrder("N::E", "M::T", "G");
        assertThat(action.ancestors())
                .containsExactlyInAnyOrder(
                        EntityUid.of("N::Action", "y"), EntityUid.of("N::Action", "z"), EntityUid.of("M::Action", "m"));
    }

    @Test
    void shouldFindGroupsOfTheEmptyNamespace() {
        Schema schema = SchemaParser.parse("s", "action g; namespace N { action a in g; action b in Action::\"g\"; }");
        for (String id : List.of("a", "b")) {
            assertThat(Objects.requireNonNull(schema.action(EntityUid.of("N::Action", id)))
                            .ancestors())
                    .containsExactly(EntityUid.of("Action", "g"));
        }
    }

    @Test
    void shouldCollectAllThatIsAbove() {
        Schema schema = SchemaParser.parse("s", """
                entity A in B; entity B in C; entity C in A; entity D in [A, D]; entity E;
                action a in b; action b in [c, d]; action c; action d in c;
                """);
        for (String name : List.of("A", "B", "C")) {
            assertThat(Objects.requireNonNull(schema.entityType(name)).ancestors())
                    .containsExactlyInAnyOrder("A", "B", "C");
        }
        assertThat(Objects.requireNonNull(schema.entityType("D")).ancestors())
                .containsExactlyInAnyOrder("A", "B", "C", "D");
        assertThat(Objects.requireNonNull(schema.entityType("E")).ancestors()).isEmpty();
        assertThat(Objects.requireNonNull(schema.action(EntityUid.of("Action", "a")))
                        .ancestors())
                .extracting(EntityUid::id)
                .containsExactlyInAnyOrder("b", "c", "d");
    }

    @Test
    void shouldJoinTexts() {
        Schema schema = SchemaParser.parse(List.of(
                new SourceText("a", "namespace N { entity A in B; }"),
                new SourceText("b.json", """
                        {"N": {"entityTypes": {"B": {"shape": {"type": "T"}}}, "actions": {}}}
                        """),
                new SourceText("c", "namespace N { type T = { a: A }; }")));
        assertThat(Objects.requireNonNull(schema.entityType("N::A")).ancestors())
                .containsExactly("N::B");
        assertThat(Objects.requireNonNull(schema.entityType("N::B")).attributes())
                .hasToString("{\"a\": N::A}");
        assertThat(failure(
                        new SourceText("a", "entity A;\ntype T = Long; action x;"),
                        new SourceText("b", "entity B; entity A; type T = Long; action \"x\";")))
                .hasMessageContaining("b:1:18: the entity type `A` is already declared at a:1:8")
                .hasMessageContaining("b:1:26: the common type `T` is already declared at a:2:6")
                .hasMessageContaining("b:1:43: the action `Action::\"x\"` is already declared at a:2:23");
        assertThat(failure(new SourceText("a", "entity A in X;"), new SourceText("b", "entity B in Y;"))
                        .errors())
                .extracting(error -> error.file() + ": " + error.message())
                .containsExactly("a: unknown entity type `X`", "b: unknown entity type `Y`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                // Unknown names.
                "entity A { a: Lnog }; ==> 1:15: unknown type `Lnog`, expected `Long`",
                "entity Group; entity A in Gruop; ==> 1:27: unknown entity type `Gruop`, expected `Group`",
                "namespace N { entity Group; entity A in Grop; } ==> 1:41: unknown entity type `Grop`, expected `Group`",
                "namespace N { entity Group; } entity A in N::Grup; ==> 1:43: unknown entity type `N::Grup`, expected `N::Group`",
                "entity A; action x appliesTo { principal: A, resource: A, context: Conetxt }; type Context = {}; ==> 1:68: unknown common type `Conetxt`, expected `Context`",
                "action readers; action x in readres; ==> 1:29: unknown action `Action::\"readres\"`, expected \"readers\"",
                "entity A { a: Set<{ b: X::B }> }; ==> 1:24: unknown type `X::B`",
                "entity A tags T; ==> 1:15: unknown type `T`",
                "entity A in T; type T = Long; ==> 1:13: unknown entity type `T`",
                "entity A in Long; ==> 1:13: unknown entity type `Long`",
                "type T = U; ==> 1:10: unknown type `U`",
                "type T = __cedar::U; ==> 1:10: unknown type `__cedar::U`",
                "type T = __cedar; ==> 1:10: unknown type `__cedar`",
                "namespace N { type T = N::Long; } ==> 1:24: unknown type `N::Long`, expected `Long`",
                "namespace N { entity A; } entity B in A; ==> 1:39: unknown entity type `A`, expected `N::A`",
                "entity A; action x appliesTo { principal: A, resource: B }; ==> 1:56: unknown entity type `B`",
                "entity A; action x appliesTo { principal: A, resource: A, context: B }; ==> 1:68: unknown common type `B`",
                "entity A; action x appliesTo { principal: A, resource: A, context: A }; ==> 1:68: unknown common type `A`",
                "action x in y; ==> 1:13: unknown action `Action::\"y\"`",
                "namespace N { action x in \"y\"; } namespace M { action y; } ==> 1:27: unknown action `Action::\"y\"`",
                "action x in N::\"x\"; ==> 1:13: unknown action `N::\"x\"`",
                // Kinds that don't fit.
                "entity A; action x appliesTo { principal: A, resource: A, context: Long }; ==> 1:68: the context of an action must be a record, not Long",
                "entity A; type T = Set<Long>; action x appliesTo { principal: A, resource: A, context: T }; ==> 1:88: the context of an action must be a record, not Set<Long>",
                "entity A in Action; action x; ==> 1:13: `Action` is the type of actions",
                "action x appliesTo { principal: Action, resource: Action }; ==> 1:33: `Action` is the type of actions",
                // Declared twice.
                "entity A; entity B, A; ==> 1:21: the entity type `A` is already declared at s:1:8",
                "entity A, A; ==> 1:11: the entity type `A` is already declared at s:1:8",
                "entity A; entity A enum [\"x\"]; ==> 1:18: the entity type `A` is already declared",
                "type T = Long; type T = Long; ==> 1:21: the common type `T` is already declared at s:1:6",
                "action x; action y, \"x\"; ==> 1:21: the action `Action::\"x\"` is already declared at s:1:8",
                // Reserved.
                "entity Action; ==> 1:8: `Action` is the type of actions and can't be declared",
                "namespace N { entity Action; } ==> 1:22: `Action` is the type of actions and can't be declared",
                "entity __cedar; ==> 1:8: the name `__cedar` is reserved",
                "type __cedar = Long; ==> 1:6: the name `__cedar` is reserved",
                "namespace __cedar { } ==> 1:11: the name `__cedar` is reserved",
                "namespace A::__cedar::B { entity X; } ==> 1:11: the name `__cedar` is reserved",
                "type Bool = Long; ==> 1:6: `Bool` can't name a common type",
                "type Boolean = Long; ==> 1:6: `Boolean` can't name a common type",
                "type Entity = Long; ==> 1:6: `Entity` can't name a common type",
                "type Extension = Long; ==> 1:6: `Extension` can't name a common type",
                "type Long = Bool; ==> 1:6: `Long` can't name a common type",
                "type Record = Long; ==> 1:6: `Record` can't name a common type",
                "type Set = Long; ==> 1:6: `Set` can't name a common type",
                "namespace N { type String = Long; } ==> 1:20: `String` can't name a common type",
                // Hidden.
                "entity A; namespace N { entity A; } ==> 1:32: `N::A` hides `A` of the empty namespace, declared at s:1:8",
                "entity A; namespace N { type A = Long; } ==> 1:30: `N::A` hides `A`",
                "type A = Long; namespace N { type A = Long; } ==> 1:35: `N::A` hides `A`",
                "type A = Long; namespace N::M { entity A; } ==> 1:40: `N::M::A` hides `A`",
                "action x; namespace N { action x; } ==> 1:32: `N::Action::\"x\"` hides `Action::\"x\"`",
                // Circles.
                "type T = T; ==> 1:6: the common type `T` is made of itself, expected no circle such as T → T",
                "type T = { a: Set<U> }; type U = V; type V = { b?: T }; ==> 1:6: the common type `T` is made of itself, expected no circle such as T → U → V → T",
                "entity E { a: A }; type A = B; type B = C; type C = B; ==> 1:37: the common type `B` is made of itself",
                "action x in x; ==> 1:8: the action `Action::\"x\"` is among its own groups",
                "action x in y; action y in z; action z in y; ==> 1:23: the action `Action::\"y\"` is among its own groups",
            })
    void shouldNamePlaceAndCause(String text, String error) {
        SchemaFormatException failure = failure(new SourceText("s", text));
        assertThat(failure).isNotNull();
        assertThat(failure.errors().get(0).render()).startsWith("s:" + error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The same name in two namespaces, a common type of an entity type's name, names like built-in ones.
                "namespace N { entity A; } namespace M { entity A; type A = Long; }",
                "entity A; type A = Long;",
                "entity Long, Bool, String, Set, decimal, Record, Entity, Extension, Boolean;",
                "type ipaddr = Long; type EntityOrCommon = Long; type Action = Long;",
                "namespace N { entity Long; type decimal = Long; } namespace M { entity decimal; }",
                "namespace N { action x; } namespace M { action x; }",
                "type T = U; type U = V; type V = Long; entity T;",
            })
    void shouldTake(String text) {
        assertThatCode(() -> SchemaParser.parse("s", text)).doesNotThrowAnyException();
    }

    @Test
    void shouldReportEachCircleOnce() {
        String text = "type A = B; type B = A; type C = D; type D = D; type E = { a: A, c: C };";
        assertThat(failure(new SourceText("s", text)).errors())
                .extracting(error -> error.column() + ": " + error.message())
                .containsExactly(
                        "6: the common type `A` is made of itself", "42: the common type `D` is made of itself");
    }

    @Test
    void shouldReportUnknownNamesOnceForDeclarationsOfSeveral() {
        assertThat(failure(new SourceText("s", "entity A, B, C in X { a: Y } tags Z;"))
                        .errors())
                .extracting(error -> error.message())
                .containsExactly("unknown entity type `X`", "unknown type `Y`", "unknown type `Z`");
    }

    @Test
    void shouldLimitWhatCommonTypesBecome() {
        StringBuilder doubling = new StringBuilder("type T0 = { a: Long };");
        for (int i = 1; i < 90; i++) {
            doubling.append("type T" + i + " = { a: T" + (i - 1) + ", b: T" + (i - 1) + " };");
        }
        SchemaFormatException failure = failure(new SourceText("s", doubling.toString()));
        assertThat(failure.errors()).hasSize(1);
        assertThat(failure).hasMessageContaining("this type has more than " + SyntaxLimits.TYPE_SIZE + " parts");

        StringBuilder deep = new StringBuilder("type T0 = Long;");
        StringBuilder aliases = new StringBuilder("type T0 = Long;");
        for (int i = 1; i < 20_000; i++) {
            deep.append("type T" + i + " = Set<T" + (i - 1) + ">;");
            aliases.append("type T" + i + " = T" + (i - 1) + ";");
        }
        assertThat(failure(new SourceText("s", deep.toString())))
                .hasMessageContaining("this type nests deeper than " + SyntaxLimits.DEPTH);
        assertThatCode(() -> SchemaParser.parse("s", aliases.toString())).doesNotThrowAnyException();
        String circle = aliases.toString().replace("type T0 = Long;", "type T0 = T19999;");
        assertThat(failure(new SourceText("s", circle)).errors()).hasSize(1);
    }

    @Test
    void shouldLimitHierarchies() {
        StringBuilder chain = new StringBuilder("entity E0;");
        StringBuilder groups = new StringBuilder("action a0;");
        for (int i = 1; i < 20_000; i++) {
            chain.append("entity E" + i + " in E" + (i - 1) + ";");
            groups.append("action a" + i + " in a" + (i - 1) + ";");
        }
        for (StringBuilder text : List.of(chain, groups)) {
            assertTimeout(
                    Duration.ofSeconds(20),
                    () -> assertThat(failure(new SourceText("s", text.toString())))
                            .hasMessageContaining("more than " + SyntaxLimits.HIERARCHY_STEPS + " memberships"));
        }
    }
}
