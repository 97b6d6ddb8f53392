package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON form of schemas, right and wrong. */
class SchemaJsonTest {

    /** Around the members of a namespace that it does not have yet. */
    private static String whole(String members) {
        String entityTypes = members.contains("\"entityTypes\"") ? "" : ", \"entityTypes\": {\"U\": {}}";
        String actions = members.contains("\"actions\"") ? "" : ", \"actions\": {}";
        return "{\"\": {" + members + entityTypes + actions + "}}";
    }

    private static SchemaFormatException failure(String json) {
        return catchThrowableOfType(SchemaFormatException.class, () -> SchemaParser.parse("s", json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{} ==> ~~",
                "{\"\": {\"entityTypes\": {}, \"actions\": {}}} ==> ~~",
                "{\"N::M\": {\"entityTypes\": {\"A\": {}}, \"actions\": {\"x\": {}}, \"commonTypes\": {}, \"annotations\": {\"a\": null, \"if\": \"b\"}}}"
                        + " ==> namespace N::M { entity A; action x; }",
                "{\"\": {\"entityTypes\": {\"A\": {\"memberOfTypes\": [\"B\", \"N::C\"], \"annotations\": {\"a\": \"\"}}, \"B\": {}}, \"actions\": {}},"
                        + " \"N\": {\"entityTypes\": {\"C\": {\"memberOfTypes\": []}}, \"actions\": {}}}"
                        + " ==> entity A in [B, N::C]; entity B; namespace N { entity C; }",
                "{\"\": {\"entityTypes\": {\"A\": {\"enum\": [\"x\", \"y\"], \"annotations\": {}}}, \"actions\": {}}} ==> entity A enum [\"x\", \"y\"];",
                "{\"\": {\"entityTypes\": {\"A\": {\"shape\": {\"type\": \"Record\", \"attributes\": {"
                        + "\"a\": {\"type\": \"Long\"}, \"b\": {\"type\": \"String\", \"required\": false}, \"c\": {\"type\": \"Boolean\", \"required\": true},"
                        + " \"d\": {\"type\": \"Bool\"}, \"e\": {\"type\": \"Set\", \"element\": {\"type\": \"__cedar::Long\"}, \"annotations\": {\"x\": \"\"}},"
                        + " \"f\": {\"type\": \"Record\", \"attributes\": {}, \"additionalAttributes\": false},"
                        + " \"g\": {\"type\": \"Entity\", \"name\": \"A\"}, \"h\": {\"type\": \"EntityOrCommon\", \"name\": \"A\"},"
                        + " \"i\": {\"type\": \"EntityOrCommon\", \"name\": \"Long\"}, \"j\": {\"type\": \"Extension\", \"name\": \"ipaddr\"},"
                        + " \"k\": {\"type\": \"decimal\"}, \"l\": {\"type\": \"datetime\"}, \"m\": {\"type\": \"EntityOrCommon\", \"name\": \"__cedar::duration\"}}}}},"
                        + " \"actions\": {}}}"
                        + " ==> entity A { a: Long, b?: String, c: Bool, d: Bool, e: Set<Long>, f: {}, g: A, h: A, i: Long, j: ipaddr, k: decimal, l: datetime, m: duration };",
                "{\"\": {\"commonTypes\": {\"T\": {\"type\": \"Record\", \"attributes\": {\"a\": {\"type\": \"U\"}}, \"annotations\": {\"a\": \"b\"}}, \"U\": {\"type\": \"Long\"}},"
                        + " \"entityTypes\": {\"A\": {\"shape\": {\"type\": \"T\"}, \"tags\": {\"type\": \"Set\", \"element\": {\"type\": \"U\"}}}},"
                        + " \"actions\": {\"x\": {\"appliesTo\": {\"principalTypes\": [\"A\"], \"resourceTypes\": [\"A\"], \"context\": {\"type\": \"T\"}}}}}}"
                        + " ==> type T = { a: U }; type U = Long; entity A { a: Long } tags Set<U>; action x appliesTo { principal: A, resource: A, context: T };",
                "{\"\": {\"entityTypes\": {\"Long\": {}, \"A\": {\"shape\": {\"type\": \"Record\", \"attributes\": {"
                        + "\"a\": {\"type\": \"Long\"}, \"b\": {\"type\": \"Entity\", \"name\": \"Long\"}, \"c\": {\"type\": \"EntityOrCommon\", \"name\": \"Long\"}}}}}, \"actions\": {}}}"
                        + " ==> entity Long; entity A { a: __cedar::Long, b: Long, c: Long };",
                "{\"\": {\"entityTypes\": {}, \"actions\": {\"x\": {\"memberOf\": [{\"id\": \"y\"}, {\"id\": \"z\", \"type\": \"N::Action\"}]},"
                        + " \"y\": {\"memberOf\": null, \"appliesTo\": null, \"attributes\": null, \"annotations\": {}}}},"
                        + " \"N\": {\"entityTypes\": {}, \"actions\": {\"z\": {\"memberOf\": [{\"id\": \"y\", \"type\": null}]}}}}"
                        + " ==> action x in [y, N::Action::\"z\"]; action y; namespace N { action z in y; }",
            })
    void shouldMeanTheSameAsText(String json, String text) {
        assertThat(SchemaParser.parse("j", json)).isEqualTo(SchemaParser.parse("t", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"actions\": {\"x\": {\"appliesTo\": {\"principalTypes\": [], \"resourceTypes\": []}}}",
                "\"actions\": {\"x\": {\"appliesTo\": {\"principalTypes\": [\"U\"], \"resourceTypes\": []}}}",
                "\"actions\": {\"if\": {}, \"\": {}, \"a b\": {}}",
                "\"annotations\": {}",
                "\"commonTypes\": {\"type\": {\"type\": \"Long\"}, \"EntityOrCommon\": {\"type\": \"Bool\"}}",
                "\"commonTypes\": {\"T\": {\"name\": \"U\", \"type\": \"Entity\"}}",
                "\"commonTypes\": {\"T\": {\"attributes\": {\"if\": {\"type\": \"Long\"}, \"\": {\"type\": \"Long\"}}, \"type\": \"Record\"}}",
            })
    void shouldTake(String members) {
        assertThatCode(() -> SchemaParser.parse("s", whole(members))).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeActionsWithoutOneSide() {
        var schema = SchemaParser.parse(
                "s",
                whole("\"actions\": {\"x\": {\"appliesTo\": {\"principalTypes\": [\"U\"], \"resourceTypes\": []}}}"));
        assertThat(schema.actions().iterator().next().principals()).containsExactly("U");
        assertThat(schema.actions().iterator().next().resources()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "[] ==> 1:1: unexpected array, expected an object",
                "{\"a b\": {}} ==> 1:2: `a b` is no namespace",
                "{\"A::\": {}} ==> 1:2: `A::` is no namespace",
                "{\"if\": {}} ==> 1:2: `if` is no namespace",
                "{\"A\": []} ==> 1:7: unexpected array, expected an object",
                "{\"A\": {}} ==> 1:7: `entityTypes` is missing",
                "{\"A\": {\"entityTypes\": {}}} ==> 1:7: `actions` is missing",
                "{\"entityTypes\": {}, \"actions\": {}} ==> 1:17: `entityTypes` is missing",
                "{\"A\": {\"entityTypes\": {}, \"actions\": {}, \"types\": {}}} ==> 1:42: unknown key `types`, expected `commonTypes`, `entityTypes`, `actions` or `annotations`",
                "{\"A\": {\"entityTypes\": null, \"actions\": {}}} ==> 1:23: unexpected null, expected an object",
                "{\"A\": {\"entityTypes\": {}, \"actions\": {}, \"annotations\": {\"a b\": \"\"}}} ==> 1:58: `a b` can't name an annotation",
                "{\"A\": {\"entityTypes\": {}, \"actions\": {}, \"annotations\": {\"a\": 1}}} ==> 1:63: unexpected number, expected a string",
                "{\"\": {\"entityTypes\": {}, \"actions\": {}, \"annotations\": {\"a\": \"b\"}}} ==> 1:41: the empty namespace can't have annotations",
                "{\"A\": {\"entityTypes\": {}, \"actions\": {}}, \"A\": {}} ==> 1:46: not JSON: Duplicate field 'A'",
                "{\"A\": {\"entityTypes\": {} ==> not JSON: Unexpected end-of-input",
            })
    void shouldNamePlaceAndCauseInNamespaces(String json, String error) {
        assertThat(failure(json)).hasMessageContaining(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{\"a b\": {}} ==> `a b` can't name a type",
                "{\"in\": {}} ==> `in` can't name a type",
                "{\"A::B\": {}} ==> `A::B` can't name a type",
                "{\"__cedar\": {}} ==> the name `__cedar` is reserved",
                "{\"Action\": {}} ==> `Action` is the type of actions and can't be declared",
                "{\"A\": {}, \"A\": {}} ==> Duplicate field 'A'",
                "{\"A\": null} ==> unexpected null, expected an object",
                "{\"A\": {\"memberOf\": []}} ==> unknown key `memberOf`, expected `memberOfTypes`, `shape`, `tags`, `enum` or `annotations`",
                "{\"A\": {\"memberOfTypes\": null}} ==> unexpected null, expected an array",
                "{\"A\": {\"memberOfTypes\": [\"B\"]}} ==> 1:47: unknown entity type `B`",
                "{\"A\": {\"memberOfTypes\": [\"a b\"]}} ==> `a b` is no name",
                "{\"A\": {\"shape\": null}} ==> unexpected null, expected an object",
                "{\"A\": {\"shape\": {\"type\": \"Long\"}}} ==> the shape of an entity type must be a record, not Long",
                "{\"A\": {\"shape\": {\"type\": \"Entity\", \"name\": \"A\"}}} ==> the shape of an entity type must be a record, not A",
                "{\"A\": {\"enum\": []}} ==> an `enum` without any id",
                "{\"A\": {\"enum\": [1]}} ==> unexpected number, expected a string",
                "{\"A\": {\"enum\": null}} ==> unexpected null, expected an array",
                "{\"A\": {\"enum\": [\"x\"], \"memberOfTypes\": []}} ==> unknown key `memberOfTypes`, expected `enum` or `annotations`",
                "{\"A\": {\"enum\": [\"x\"], \"shape\": {\"type\": \"Record\", \"attributes\": {}}}} ==> unknown key `shape`",
                "{\"A\": {\"enum\": [\"x\"], \"tags\": {\"type\": \"Long\"}}} ==> unknown key `tags`",
                "{\"A\": {\"tags\": \"Long\"}} ==> unexpected string, expected an object",
                "{\"A\": {\"annotations\": null}} ==> unexpected null, expected an object",
            })
    void shouldNamePlaceAndCauseInEntityTypes(String entityTypes, String error) {
        assertThat(failure(whole("\"entityTypes\": " + entityTypes))).hasMessageContaining(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "{\"x\": null} ==> unexpected null, expected an object",
                "{\"x\": {\"applies\": {}}} ==> unknown key `applies`, expected `memberOf`, `appliesTo`, `attributes` or `annotations`",
                "{\"x\": {\"attributes\": {}}} ==> attributes of actions are not supported",
                "{\"x\": {\"attributes\": {\"a\": \"b\"}}} ==> attributes of actions are not supported",
                "{\"x\": {\"appliesTo\": {}}} ==> `principalTypes` is missing",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": [\"U\"]}}} ==> `resourceTypes` is missing",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": null, \"resourceTypes\": []}}} ==> unexpected null, expected an array",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": [\"V\"], \"resourceTypes\": []}}} ==> unknown entity type `V`",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": [], \"resourceTypes\": [\"Action\"]}}} ==> `Action` is the type of actions",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": [], \"resourceTypes\": [], \"resource\": []}}} ==> unknown key `resource`, expected `principalTypes`, `resourceTypes` or `context`",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": [], \"resourceTypes\": [], \"context\": null}}} ==> unexpected null, expected an object",
                "{\"x\": {\"appliesTo\": {\"principalTypes\": [], \"resourceTypes\": [], \"context\": {\"type\": \"Set\", \"element\": {\"type\": \"Long\"}}}}} ==> the context of an action must be a record, not Set<Long>",
                "{\"x\": {\"memberOf\": [\"y\"]}} ==> unexpected string, expected an object",
                "{\"x\": {\"memberOf\": [{}]}} ==> `id` is missing",
                "{\"x\": {\"memberOf\": [{\"id\": \"y\"}]}} ==> unknown action `Action::\"y\"`",
                "{\"x\": {\"memberOf\": [{\"id\": \"x\", \"type\": \"U\"}]}} ==> unknown action `U::\"x\"`",
                "{\"x\": {\"memberOf\": [{\"id\": \"x\", \"uid\": 1}]}} ==> unknown key `uid`, expected `id` or `type`",
                "{\"x\": {\"memberOf\": [{\"id\": \"x\"}]}} ==> the action `Action::\"x\"` is among its own groups",
            })
    void shouldNamePlaceAndCauseInActions(String actions, String error) {
        assertThat(failure(whole("\"actions\": " + actions))).hasMessageContaining(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "\"Long\" ==> unexpected string, expected an object",
                "{} ==> `type` is missing",
                "{\"type\": 1} ==> unexpected number, expected a string",
                "{\"type\": \"V\"} ==> unknown common type `V`",
                "{\"type\": \"U\"} ==> unknown common type `U`",
                "{\"type\": \"a b\"} ==> `a b` is no name",
                "{\"type\": \"T\"} ==> the common type `T` is made of itself",
                "{\"type\": \"Long\", \"name\": \"x\"} ==> unknown key `name`, expected `type`",
                "{\"type\": \"Long\", \"required\": true} ==> unknown key `required`",
                "{\"type\": \"U\", \"element\": {\"type\": \"Long\"}} ==> unknown key `element`",
                "{\"type\": \"Set\"} ==> `element` is missing",
                "{\"type\": \"Set\", \"element\": {\"type\": \"Long\", \"required\": true}} ==> unknown key `required`",
                "{\"type\": \"Set\", \"element\": {\"type\": \"Long\", \"annotations\": {}}} ==> unknown key `annotations`",
                "{\"type\": \"Record\"} ==> `attributes` is missing",
                "{\"type\": \"Record\", \"attributes\": {}, \"name\": \"x\"} ==> unknown key `name`",
                "{\"type\": \"Record\", \"attributes\": {}, \"additionalAttributes\": true} ==> records with other attributes are not supported",
                "{\"type\": \"Record\", \"attributes\": {}, \"additionalAttributes\": null} ==> unexpected null, expected true or false",
                "{\"type\": \"Record\", \"attributes\": {\"a\": {\"type\": \"Long\", \"required\": 1}}} ==> unexpected number, expected true or false",
                "{\"type\": \"Record\", \"attributes\": {\"a\": {\"type\": \"Long\", \"optional\": true}}} ==> unknown key `optional`, expected `type`, `required` or `annotations`",
                "{\"type\": \"Record\", \"attributes\": {\"a\": {\"type\": \"Long\"}, \"a\": {\"type\": \"Long\"}}} ==> Duplicate field 'a'",
                "{\"type\": \"Entity\"} ==> `name` is missing",
                "{\"type\": \"Entity\", \"name\": \"V\"} ==> unknown entity type `V`",
                "{\"type\": \"Entity\", \"name\": \"Long\"} ==> unknown entity type `Long`",
                "{\"type\": \"Entity\", \"name\": \"__cedar::Long\"} ==> unknown entity type `__cedar::Long`",
                "{\"type\": \"EntityOrCommon\"} ==> `name` is missing",
                "{\"type\": \"EntityOrCommon\", \"name\": \"V\"} ==> unknown type `V`",
                "{\"type\": \"Extension\"} ==> `name` is missing",
                "{\"type\": \"Extension\", \"name\": \"ip\"} ==> unknown extension type `ip`, expected decimal, ipaddr, datetime or duration",
                "{\"type\": \"Extension\", \"name\": \"__cedar::ipaddr\"} ==> unknown extension type",
            })
    void shouldNamePlaceAndCauseInTypes(String type, String error) {
        assertThat(failure(whole("\"commonTypes\": {\"T\": " + type + "}"))).hasMessageContaining(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "in", "A::B", ""})
    void shouldRefuseNamesOfCommonTypes(String name) {
        assertThat(failure(whole("\"commonTypes\": {\"" + name + "\": {\"type\": \"Long\"}}")))
                .hasMessageContaining("`" + name + "` can't name a type");
    }

    @Test
    void shouldReportAllErrors() {
        String json = """
                {"N": {
                  "commonTypes": {"T": {"type": "Set"}, "if": {"type": "Long"}},
                  "entityTypes": {"A": {"tag": 1}, "B": {"shape": {"type": "Record", "attributes": {
                    "a": {"type": "Long", "x": 1}, "b": 2}}}},
                  "actions": {"x": 1}},
                 "M": {}}
                """;
        assertThat(failure(json).errors().stream().map(error -> error.line() + ":" + error.column()))
                .containsExactly("2:24", "2:41", "3:25", "4:27", "4:41", "5:20", "6:7");
    }

    @Test
    void shouldLimitNesting() {
        String sets = "{\"type\": \"Set\", \"element\": ".repeat(200) + "{\"type\": \"Long\"}" + "}".repeat(200);
        assertThat(failure(whole("\"commonTypes\": {\"T\": " + sets + "}"))).hasMessageContaining("nests deeper");
        assertThat(failure("{\"a\":".repeat(100_000))).hasMessageContaining("nest");
    }
}
