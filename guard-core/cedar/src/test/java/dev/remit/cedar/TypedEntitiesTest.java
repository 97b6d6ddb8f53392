package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaParser;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entities and contexts that a schema knows the types of. */
class TypedEntitiesTest {
    private static final Schema SCHEMA = SchemaParser.parse("s", """
            entity User in [Group] = {
              b?: Bool, n?: Long, s?: String, e?: User, c?: Color, a?: Action, set?: Set<Long>, users?: Set<User>,
              r?: { x: Long, y?: { z: User } }, d?: decimal, i?: ipaddr, t?: datetime, p?: duration,
            } tags Set<String>;
            entity Group in [Company];
            entity Company { name: String, since: datetime };
            entity Color enum ["red", "blue"];
            entity Palette in [Color];
            namespace N { entity Doc { owner: User }; }
            action read in readers;
            action readers in all;
            action all, lonely;
            action view in readers appliesTo { principal: User, resource: N::Doc, context: { at: datetime, by?: Set<User>, color?: Color } };
            """);

    private static String attributes(String attributes) {
        String json =
                "[{\"uid\": {\"type\": \"User\", \"id\": \"u\"}, \"attrs\": {" + attributes + "}, \"parents\": []}]";
        return EntityParser.parse("e", json, SCHEMA)
                .toString()
                .lines()
                .filter(line -> line.startsWith("User"))
                .findFirst()
                .orElseThrow();
    }

    private static EntityFormatException failure(String json) {
        return catchThrowableOfType(
                EntityFormatException.class, () -> EntityParser.parse("e", "[" + json + "]", SCHEMA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "\"b\": true, \"n\": -7, \"s\": \"x\" ==> {\"b\": true, \"n\": -7, \"s\": \"x\"}",
                "\"e\": {\"type\": \"User\", \"id\": \"v\"} ==> {\"e\": User::\"v\"}",
                "\"e\": {\"__entity\": {\"type\": \"User\", \"id\": \"v\"}} ==> {\"e\": User::\"v\"}",
                "\"c\": {\"type\": \"Color\", \"id\": \"red\"} ==> {\"c\": Color::\"red\"}",
                "\"a\": {\"type\": \"Action\", \"id\": \"read\"} ==> {\"a\": Action::\"read\"}",
                "\"set\": [2, 1, 2] ==> {\"set\": [1, 2]}",
                "\"set\": [] ==> {\"set\": []}",
                "\"users\": [{\"type\": \"User\", \"id\": \"v\"}, {\"__entity\": {\"type\": \"User\", \"id\": \"w\"}}] ==> {\"users\": [User::\"v\", User::\"w\"]}",
                "\"r\": {\"x\": 1} ==> {\"r\": {\"x\": 1}}",
                "\"r\": {\"x\": 1, \"y\": {\"z\": {\"type\": \"User\", \"id\": \"v\"}}} ==> {\"r\": {\"x\": 1, \"y\": {\"z\": User::\"v\"}}}",
                "\"d\": \"1.50\", \"i\": \"10.0.0.0/8\" ==> {\"d\": decimal(\"1.5\"), \"i\": ip(\"10.0.0.0/8\")}",
                "\"d\": {\"fn\": \"decimal\", \"arg\": \"2.0\"} ==> {\"d\": decimal(\"2.0\")}",
                "\"d\": {\"__extn\": {\"fn\": \"decimal\", \"arg\": \"2.0\"}} ==> {\"d\": decimal(\"2.0\")}",
                // Not constructors alone: what gives a value of the type will do.
                "\"b\": {\"__extn\": {\"fn\": \"isIpv4\", \"arg\": {\"__extn\": {\"fn\": \"ip\", \"arg\": \"::1\"}}}} ==> {\"b\": false}",
                "\"n\": {\"__extn\": {\"fn\": \"toDays\", \"arg\": {\"__extn\": {\"fn\": \"duration\", \"arg\": \"3d\"}}}} ==> {\"n\": 3}",
            })
    void shouldReadAttributesByTheirTypes(String attributes, String values) {
        assertThat(attributes(attributes)).isEqualTo("User::\"u\" in [] " + values + " {}");
    }

    @Test
    void shouldReadTimes() {
        assertThat(attributes("\"t\": \"1970-01-02\", \"p\": \"1m\""))
                .isEqualTo(attributes("\"t\": {\"__extn\": {\"fn\": \"datetime\", \"arg\": \"1970-01-02\"}},"
                        + " \"p\": {\"__extn\": {\"fn\": \"duration\", \"arg\": \"60s\"}}"));
    }

    @Test
    void shouldAddTheActionsOfTheSchema() {
        assertThat(EntityParser.parse("e", "[]", SCHEMA)).hasToString("""
                Action::"all" in [] {} {}
                Action::"lonely" in [] {} {}
                Action::"read" in [Action::"all", Action::"readers"] {} {}
                Action::"readers" in [Action::"all"] {} {}
                Action::"view" in [Action::"all", Action::"readers"] {} {}
                """);
    }

    @Test
    void shouldTakeActionsThatAreTheSchemas() {
        String json = """
                [{"uid": {"type": "Action", "id": "lonely"}, "attrs": {}, "parents": []},
                 {"uid": {"type": "Action", "id": "read"}, "attrs": {}, "tags": {}, "parents": [{"type": "Action", "id": "readers"}]},
                 {"uid": {"type": "Action", "id": "readers"}, "attrs": {}, "parents": [{"type": "Action", "id": "all"}]},
                 {"uid": {"type": "Action", "id": "view"}, "attrs": {},
                  "parents": [{"type": "Action", "id": "readers"}, {"type": "Action", "id": "all"}]}]
                """;
        assertThat(EntityParser.parse("e", json, SCHEMA).size()).isEqualTo(5);
    }

    @Test
    void shouldReadTagsAndParents() {
        String json = """
                [{"uid": {"type": "User", "id": "u"}, "attrs": {}, "tags": {"t": ["b", "a"]},
                  "parents": [{"type": "Group", "id": "g"}, {"__entity": {"type": "Company", "id": "c"}}]}]
                """;
        assertThat(EntityParser.parse("e", json, SCHEMA).toString())
                .contains("User::\"u\" in [Company::\"c\", Group::\"g\"] {} {\"t\": [\"a\", \"b\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "\"x\": 1 ==> 1:49: the schema has no attribute `x` here",
                "\"b\": 1 ==> 1:54: unexpected number, expected `Bool`",
                "\"b\": \"true\" ==> unexpected string, expected `Bool`",
                "\"n\": \"1\" ==> unexpected string, expected `Long`",
                "\"n\": {\"__extn\": {\"fn\": \"decimal\", \"arg\": \"1.0\"}} ==> unexpected object, expected `Long`",
                "\"s\": 1 ==> unexpected number, expected `String`",
                "\"s\": null ==> unexpected null, expected `String`",
                "\"s\": {\"type\": \"User\", \"id\": \"v\"} ==> unexpected object, expected `String`",
                "\"e\": \"v\" ==> unexpected string, expected `User`",
                "\"e\": {\"type\": \"Group\", \"id\": \"v\"} ==> `Group::\"v\"` is no `User`",
                "\"e\": {\"__entity\": {\"type\": \"Group\", \"id\": \"v\"}} ==> `Group::\"v\"` is no `User`",
                "\"e\": {\"type\": \"User\"} ==> `id` is missing",
                "\"e\": {\"__extn\": {\"fn\": \"decimal\", \"arg\": \"1.0\"}} ==> unexpected object, expected `User`",
                "\"e\": {\"__expr\": \"User::\\\"v\\\"\"} ==> `__expr`",
                "\"c\": {\"type\": \"Color\", \"id\": \"green\"} ==> the schema has no entity `Color::\"green\"`",
                "\"a\": {\"type\": \"Action\", \"id\": \"write\"} ==> the schema has no entity `Action::\"write\"`",
                "\"set\": 1 ==> unexpected number, expected `Set<Long>`",
                "\"set\": [1, \"2\"] ==> 1:60: unexpected string, expected `Long`",
                "\"users\": [\"u\"] ==> unexpected string, expected `User`",
                "\"r\": [] ==> unexpected array, expected `{\"x\": Long",
                "\"r\": {} ==> 1:54: the attribute `x` is missing",
                "\"r\": {\"x\": 1, \"w\": 2} ==> 1:63: the schema has no attribute `w` here",
                "\"r\": {\"x\": true} ==> unexpected true, expected `Long`",
                "\"r\": {\"x\": 1, \"y\": {}} ==> the attribute `z` is missing",
                "\"r\": {\"__entity\": {\"type\": \"User\", \"id\": \"v\"}} ==> unexpected object, expected `{",
                "\"d\": 1 ==> unexpected number, expected `decimal`",
                "\"d\": \"1\" ==> this text is no `decimal`",
                "\"d\": [] ==> unexpected array, expected `decimal`",
                "\"d\": {\"fn\": \"ip\", \"arg\": \"::1\"} ==> unexpected object, expected `decimal`",
                "\"d\": {\"fn\": \"decimal\"} ==> `arg` is missing",
                "\"d\": {\"fn\": \"decimal\", \"arg\": 1} ==> no value: decimal",
                "\"d\": {\"__extn\": {\"fn\": \"unknown\", \"arg\": \"x\"}} ==> `unknown` is no extension function",
                "\"i\": \"1.2.3\" ==> this text is no `ipaddr`",
                "\"t\": \"yesterday\" ==> this text is no `datetime`",
                "\"p\": \"1.5h\" ==> this text is no `duration`",
            })
    void shouldNamePlaceAndCauseOfAttributes(String attributes, String error) {
        EntityFormatException failure = failure(
                "{\"uid\": {\"type\": \"User\", \"id\": \"u\"}, \"attrs\": {" + attributes + "}, \"parents\": []}");
        assertThat(failure).hasMessageContaining(error);
        assertThat(failure.errors()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{\"uid\": {\"type\": \"Usr\", \"id\": \"u\"}, \"attrs\": {}, \"parents\": []} ==> 1:10: the schema has no entity type `Usr`, expected `User`",
                "{\"uid\": {\"type\": \"Doc\", \"id\": \"u\"}, \"attrs\": {}, \"parents\": []} ==> the schema has no entity type `Doc`, expected `N::Doc`",
                "{\"uid\": {\"type\": \"Color\", \"id\": \"green\"}, \"attrs\": {}, \"parents\": []} ==> the schema has no entity `Color::\"green\"`, expected one of \"red\", \"blue\"",
                "{\"uid\": {\"type\": \"Color\", \"id\": \"red\"}, \"attrs\": {\"a\": 1}, \"parents\": []} ==> the schema has no attribute `a` here",
                "{\"uid\": {\"type\": \"Color\", \"id\": \"red\"}, \"attrs\": {}, \"parents\": [{\"type\": \"User\", \"id\": \"u\"}]} ==> by the schema no `Color` can be in a `User`, expected no parent",
                "{\"uid\": {\"type\": \"Color\", \"id\": \"red\"}, \"attrs\": {}, \"parents\": [], \"tags\": {\"a\": \"b\"}} ==> by the schema no `Color` has tags",
                "{\"uid\": {\"type\": \"Palette\", \"id\": \"p\"}, \"attrs\": {}, \"parents\": [{\"type\": \"Color\", \"id\": \"green\"}]} ==> the schema has no entity `Color::\"green\"`",
                "{\"uid\": {\"type\": \"User\", \"id\": \"u\"}, \"attrs\": {}, \"parents\": [{\"type\": \"User\", \"id\": \"v\"}]} ==> by the schema no `User` can be in a `User`, expected one of Company, Group",
                "{\"uid\": {\"type\": \"Group\", \"id\": \"g\"}, \"attrs\": {}, \"parents\": [{\"type\": \"Action\", \"id\": \"read\"}]} ==> by the schema no `Group` can be in a `Action`",
                "{\"uid\": {\"type\": \"User\", \"id\": \"u\"}, \"attrs\": {}, \"parents\": [], \"tags\": {\"t\": \"a\"}} ==> unexpected string, expected `Set<String>`",
                "{\"uid\": {\"type\": \"Group\", \"id\": \"g\"}, \"attrs\": {}, \"parents\": [], \"tags\": {\"t\": \"a\"}} ==> by the schema no `Group` has tags",
                "{\"uid\": {\"type\": \"Action\", \"id\": \"write\"}, \"attrs\": {}, \"parents\": []} ==> the schema has no action `Action::\"write\"`",
                "{\"uid\": {\"type\": \"N::Action\", \"id\": \"read\"}, \"attrs\": {}, \"parents\": []} ==> the schema has no action `N::Action::\"read\"`",
                "{\"uid\": {\"type\": \"Action\", \"id\": \"read\"}, \"attrs\": {}, \"parents\": []} ==> `Action::\"read\"` differs from the schema's action",
                // Nothing in the JSON says that the group is in another.
                "{\"uid\": {\"type\": \"Action\", \"id\": \"read\"}, \"attrs\": {}, \"parents\": [{\"type\": \"Action\", \"id\": \"readers\"}]} ==> `Action::\"read\"` differs from the schema's action",
                "{\"uid\": {\"type\": \"Action\", \"id\": \"lonely\"}, \"attrs\": {}, \"parents\": [{\"type\": \"Action\", \"id\": \"all\"}]} ==> `Action::\"lonely\"` differs",
                "{\"uid\": {\"type\": \"Action\", \"id\": \"lonely\"}, \"attrs\": {\"a\": 1}, \"parents\": []} ==> `Action::\"lonely\"` differs",
                "{\"uid\": {\"type\": \"Action\", \"id\": \"lonely\"}, \"attrs\": {}, \"tags\": {\"a\": 1}, \"parents\": []} ==> `Action::\"lonely\"` differs",
                "{\"uid\": {\"type\": \"Action\", \"id\": \"lonely\"}, \"attrs\": {}, \"parents\": [{\"type\": \"User\", \"id\": \"u\"}]} ==> the action Action::\"lonely\" can't be in User::\"u\"",
            })
    void shouldNamePlaceAndCauseOfEntities(String entity, String error) {
        assertThat(failure(entity)).hasMessageContaining(error);
    }

    @Test
    void shouldReportAllErrors() {
        EntityFormatException failure = failure("""
                {"uid": {"type": "Company", "id": "c"}, "attrs": {"nam": "x"}, "parents": [{"type": "User", "id": "u"}],
                 "tags": {"t": "a"}},
                {"uid": {"type": "User", "id": "u"}, "attrs": {"b": 1, "n": true}, "parents": [],
                 "tags": {"t": 1, "u": ["x", 2]}},
                {"uid": {"type": "Nobody", "id": "u"}, "attrs": {}, "parents": []}
                """);
        assertThat(failure.errors())
                .extracting(error -> error.line() + ": " + error.message())
                .containsExactly(
                        "1: the attribute `name` is missing",
                        "1: the attribute `since` is missing",
                        "1: the schema has no attribute `nam` here",
                        "1: by the schema no `Company` can be in a `User`",
                        "2: by the schema no `Company` has tags",
                        "3: unexpected number",
                        "3: unexpected true",
                        "4: unexpected number",
                        "4: unexpected number",
                        "5: the schema has no entity type `Nobody`");
    }

    @Test
    void shouldNotLetAnActionBeInItself() {
        assertThat(failure("""
                {"uid": {"type": "Action", "id": "lonely"}, "attrs": {}, "parents": [{"type": "Action", "id": "lonely"}]}
                """)).hasMessageContaining("an entity is among its own ancestors: Action::\"lonely\"");
    }

    @Test
    void shouldReadContextsByTheirTypes() {
        ActionType view = Objects.requireNonNull(SCHEMA.action(EntityUid.of("Action", "view")));
        String json = """
                {"at": "2024-01-01", "by": [{"type": "User", "id": "u"}], "color": {"type": "Color", "id": "red"}}
                """;
        assertThat(ContextParser.parse("c", json, SCHEMA, view).toString())
                .contains("\"by\": [User::\"u\"], \"color\": Color::\"red\"");
        for (String[] wrong : new String[][] {
            {"{}", "c:1:1: the attribute `at` is missing"},
            {"[]", "c:1:1: unexpected array, expected `{\"at\": datetime"},
            {json.replace("2024-01-01", "2024-13-01"), "c:1:8: this text is no `datetime`"},
            {json.replace("red", "green"), "the schema has no entity `Color::\"green\"`"},
            {json.replace("\"User\"", "\"Group\""), "`Group::\"u\"` is no `User`"},
            {json.replace("color", "colour"), "the schema has no attribute `colour` here, expected `color`"},
        }) {
            assertThatThrownBy(() -> ContextParser.parse("c", wrong[0], SCHEMA, view))
                    .isInstanceOf(EntityFormatException.class)
                    .hasMessageContaining(wrong[1]);
        }
    }
}
