package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.Request;
import dev.remit.cedar.entity.RequestParser;
import dev.remit.cedar.parse.EntityUidParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
    private static final String PARTIES =
            "\"principal\": \"User::\\\"alice\\\"\", \"action\": {\"type\": \"Action\", \"id\": \"view\"}, ";

    @Test
    void shouldReadEntitiesInBothForms() {
        Request request = RequestParser.parse("request.json", """
                {"principal": "A::User::\\"al\\\\\\"ice\\"",
                 "action": {"type": "Action", "id": "view"},
                 "resource": {"__entity": {"type": "Doc", "id": "d 1"}},
                 "context": {"n": 1, "ip": {"__extn": {"fn": "ip", "arg": "::1"}}},
                 "entities": [{"uid": {"type": "Doc", "id": "d 1"}, "attrs": {"open": true}, "parents": []}]}
                """);
        assertThat(request.principal()).isEqualTo(EntityUid.of("A::User", "al\"ice"));
        assertThat(request.action()).isEqualTo(EntityUid.of("Action", "view"));
        assertThat(request.resource()).isEqualTo(EntityUid.of("Doc", "d 1"));
        assertThat(request.context()).hasToString("{\"ip\": ip(\"0:0:0:0:0:0:0:1/128\"), \"n\": 1}");
        assertThat(request.entities().size()).isEqualTo(1);
    }

    @Test
    void shouldNeedNeitherContextNorEntities() {
        Request request = RequestParser.parse("r", "{" + PARTIES + "\"resource\": \"Doc::\\\"d\\\"\"}");
        assertThat(request.context()).hasToString("{}");
        assertThat(request.entities()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "[] ==> unexpected array, expected an object",
                "{ ==> not JSON",
                "{\"principal\": 1} ==> unexpected number, expected an object",
                "{\"principal\": \"alice\"} ==> `alice` is no entity, expected one such as User::\"alice\"",
                "{\"action\": {}} ==> `principal` is missing",
                "{PARTIES\"resource\": {\"type\": \"Doc\"}} ==> `id` is missing",
                "{PARTIES\"resource\": {\"type\": \"no type\", \"id\": \"d\"}} ==> `no type` is no type name",
                "{PARTIES\"ressource\": 1} ==> unknown key `ressource`",
                "{PARTIES\"resource\": \"Doc::\\\"d\\\"\", \"context\": []} ==> expected an object",
                "{PARTIES\"resource\": \"Doc::\\\"d\\\"\", \"context\": {\"a\": null}} ==> null is no Cedar value",
                "{PARTIES\"resource\": \"Doc::\\\"d\\\"\", \"entities\": {}} ==> expected an array",
                "{PARTIES\"resource\": \"Doc::\\\"d\\\"\", \"entities\": [{\"uid\": 1}]} ==> expected an object",
            })
    void shouldNameWhatIsWrong(String json, String expected) {
        assertThatThrownBy(() -> RequestParser.parse("request.json", json.replace("PARTIES", PARTIES)))
                .isInstanceOf(EntityFormatException.class)
                .hasMessageStartingWith("request.json:")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "User",
                "User::",
                "User::alice",
                "\"alice\"",
                "User::\"alice\" ",
                "User::\"alice\" User::\"bob\"",
                "User::\"alice",
                "User::\"\\q\"",
                "if::\"x\"",
                "§User::\"alice\""
            })
    void shouldReadNamesAlone(String text) {
        assertThat(EntityUidParser.parse(text)).isEqualTo(text.endsWith(" ") ? EntityUid.of("User", "alice") : null);
    }
}
