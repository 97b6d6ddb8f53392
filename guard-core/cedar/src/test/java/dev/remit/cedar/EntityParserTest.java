package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entities JSON, right and wrong. */
class EntityParserTest {

    @Test
    void shouldReadAllKindsOfValues() {
        String json = """
                [{"uid": {"__entity": {"type": "A::B", "id": "x"}}, "parents": [{"type": "C", "id": "y"}],
                  "attrs": {"s": "t", "n": -1, "b": true, "e": {"__entity": {"type": "C", "id": "z"}},
                            "set": [2, 1, 2], "r": {"q": {"__extn": {"fn": "decimal", "arg": "1.50"}}}}}]
                """;
        assertThat(EntityParser.parse("e", json))
                .hasToString("A::B::\"x\" in [C::\"y\"] {\"b\": true, \"e\": C::\"z\", \"n\": -1,"
                        + " \"r\": {\"q\": decimal(\"1.5\")}, \"s\": \"t\", \"set\": [1, 2]} {}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "[{ ==> e.json:1:3: not JSON",
                "~~ ==> e.json:1:1: unexpected end of the text, expected a value",
                "{} ==> e.json:1:1: unexpected object, expected an array",
                "[1] ==> e.json:1:2: unexpected number, expected an object",
                "[{\"uid\": {\"__entity\": {\"__entity\": {\"type\": \"A\", \"id\": \"x\"}}}, \"attrs\": {}, \"parents\": []}] ==> e.json:1:24: unknown key `__entity`, expected `type` or `id`",
                "[{}] ==> e.json:1:2: `uid` is missing",
                "[{\"uid\": {\"type\": \"a b\", \"id\": \"x\"}}] ==> e.json:1:19: `a b` is no type name",
                "[{\"uid\": {\"type\": \"A\"}}] ==> e.json:1:10: `id` is missing",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attr\": {}}] ==> e.json:1:36: unknown key `attr`, expected `uid`, `attrs`, `parents` or `tags`",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": 1.5}}] ==> e.json:1:51: a number with a fraction",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": 9223372036854775808}}] ==> e.json:1:51: the number does not fit",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": null}}] ==> e.json:1:51: null is no Cedar value",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": 1, \"n\": 2}}] ==> not JSON: Duplicate field 'n'",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"i\": {\"__extn\": {\"fn\": \"ip\", \"arg\": \"1.2.3\"}}}}] ==> e.json:1:62: no value: ip",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"i\": {\"__extn\": {\"fn\": \"foo\", \"arg\": \"1\"}}}}] ==> `foo` is no extension function",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"a\": 1}, \"parents\": []},{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {}, \"parents\": []}] ==> e.json:1:78: the entity A::\"x\" stands twice and differs",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {}}] ==> e.json:1:2: `parents` is missing",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"parents\": []}] ==> e.json:1:2: `attrs` is missing",
                "[{\"uid\": {\"type\": \"A::if\", \"id\": \"x\"}, \"attrs\": {}, \"parents\": []}] ==> e.json:1:19: `A::if` is no type name",
                "[{\"uid\": {\"type\": \"N::Action\", \"id\": \"x\"}, \"attrs\": {}, \"parents\": [{\"type\": \"A\", \"id\": \"x\"}]}] ==> e.json:1:69: the action N::Action::\"x\" can't be in A::\"x\", expected another action",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {}, \"parents\": [{\"type\": \"A\", \"id\": \"x\"}]}] ==> an entity is among its own ancestors: A::\"x\"",
            })
    void shouldNamePlaceAndCause(String json, String message) {
        assertThatThrownBy(() -> EntityParser.parse("e.json", json))
                .isInstanceOf(EntityFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldTakeTheSameEntityTwice() {
        String entity = """
                {"uid": {"type": "A", "id": "x"}, "attrs": {"a": [1, 2]}, "parents": [%s], "tags": {"t": "u"}}
                """;
        String first = entity.formatted("{\"type\": \"B\", \"id\": \"b\"}, {\"type\": \"C\", \"id\": \"c\"}");
        String same = entity.formatted("{\"type\": \"C\", \"id\": \"c\"}, {\"type\": \"B\", \"id\": \"b\"}");
        assertThat(EntityParser.parse("e", "[" + first + "," + same.replace("[1, 2]", "[2, 1, 2]") + "]")
                        .size())
                .isOne();
        for (String other :
                List.of(entity.formatted(""), first.replace("[1, 2]", "[1]"), first.replace("\"u\"", "\"v\""))) {
            assertThatThrownBy(() -> EntityParser.parse("e", "[" + first + "," + other + "]"))
                    .hasMessageContaining("the entity A::\"x\" stands twice and differs");
        }
    }

    @Test
    void shouldReportAllErrors() {
        String json = """
                [{"uid": {"type": "A", "id": "x"}, "attrs": {"n": null, "m": {"__expr": "1"}}, "parents": []},
                 {"uid": {"type": "A"}},
                 {"uid": {"type": "A", "id": "y"}, "attrs": {}, "parents": [], "tags": 1}]
                """;
        EntityFormatException failure =
                catchThrowableOfType(EntityFormatException.class, () -> EntityParser.parse("e.json", json));
        assertThat(failure.errors().stream().map(error -> error.line() + ":" + error.column()))
                .containsExactly("1:51", "1:62", "2:10", "3:72");
    }

    @Test
    void shouldLimitNesting() {
        assertThatThrownBy(() -> EntityParser.parse("e.json", "[".repeat(100_000)))
                .isInstanceOf(EntityFormatException.class);
        assertThatThrownBy(() -> ContextParser.parse("c", "[]"))
                .isInstanceOf(EntityFormatException.class)
                .hasMessage("c:1:1: unexpected array, expected an object\n  []\n  ^");
    }
}
