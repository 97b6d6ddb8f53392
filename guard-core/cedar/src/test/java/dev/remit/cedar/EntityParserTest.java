package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
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
                "~~ ==> e.json:1:1: expected a value, found the end",
                "{} ==> e.json:/: expected an array",
                "[1] ==> e.json:/0: expected an object",
                "[{}] ==> e.json:/0/uid: is missing",
                "[{\"uid\": {\"type\": \"a b\", \"id\": \"x\"}}] ==> e.json:/0/uid/type: `a b` is no type name",
                "[{\"uid\": {\"type\": \"A\"}}] ==> e.json:/0/uid",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attr\": {}}] ==> e.json:/0: unknown key `attr`",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": 1.5}}] ==> e.json:1:51: a number with a fraction",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": 9223372036854775808}}] ==> e.json:1:51: the number does not fit",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": null}}] ==> e.json:/0/attrs/n: null is no Cedar value",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"n\": 1, \"n\": 2}}] ==> not JSON: Duplicate field 'n'",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"i\": {\"__extn\": {\"fn\": \"ip\", \"arg\": \"1.2.3\"}}}}] ==> e.json:/0/attrs/i/__extn: no value: ip",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"attrs\": {\"i\": {\"__extn\": {\"fn\": \"foo\", \"arg\": \"1\"}}}}] ==> `foo` is no extension function",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}}, {\"uid\": {\"type\": \"A\", \"id\": \"x\"}}] ==> e.json:/1/uid: the entity A::\"x\" stands twice",
                "[{\"uid\": {\"type\": \"A\", \"id\": \"x\"}, \"parents\": [{\"type\": \"A\", \"id\": \"x\"}]}] ==> an entity is among its own ancestors: A::\"x\"",
            })
    void shouldNamePlaceAndCause(String json, String message) {
        assertThatThrownBy(() -> EntityParser.parse("e.json", json))
                .isInstanceOf(EntityFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldLimitNesting() {
        assertThatThrownBy(() -> EntityParser.parse("e.json", "[".repeat(100_000)))
                .isInstanceOf(EntityFormatException.class);
        assertThatThrownBy(() -> ContextParser.parse("c", "[]"))
                .isInstanceOf(EntityFormatException.class)
                .hasMessage("c:/: expected an object");
    }
}
