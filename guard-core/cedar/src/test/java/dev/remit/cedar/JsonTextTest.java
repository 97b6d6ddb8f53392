package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON with places. */
class JsonTextTest {

    @Test
    void shouldKnowWhereEverythingStarts() {
        String text = "\n {\"a\\n\" : [ 1 ,\n\"ü😀\", -7, true],\"b\": {\"c\":null , \"d\": false}}";
        Json.ObjectOf root = JsonText.parse(text, 3).object();
        Json list = root.need("a\n");
        assertThat(root.offset()).isEqualTo(text.indexOf('{'));
        assertThat(root.keyOffset("a\n")).isEqualTo(text.indexOf("\"a"));
        assertThat(root.keyOffset("b")).isEqualTo(text.indexOf("\"b"));
        assertThat(list.offset()).isEqualTo(text.indexOf('['));
        assertThat(list.elements())
                .extracting(Json::offset)
                .containsExactly(text.indexOf('1'), text.indexOf("\"ü"), text.indexOf("-7"), text.indexOf("true"));
        Json.ObjectOf inner = root.need("b").object();
        assertThat(inner.need("c").offset()).isEqualTo(text.indexOf("null"));
        assertThat(inner.need("d").offset()).isEqualTo(text.indexOf("false"));
        assertThat(inner.need("d").bool()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-12",
                "true",
                "false",
                "null",
                "\"a\"",
                "\"\"",
                "\"\\u00e9 ü😀\"",
                "[]",
                "[ 1 , 2 ]",
                "{}",
                "{\"a\":1 }"
            })
    void shouldKnowWhereEverythingEnds(String value) {
        for (String text : List.of("[" + value + "]", "[ " + value + " ]", "[" + value + ",\n" + value + "]")) {
            for (Json element : JsonText.parse(text, 3).elements()) {
                assertThat(text.substring(element.offset(), element.end())).isEqualTo(value);
            }
        }
        Json alone = JsonText.parse(value, 3);
        assertThat(value.substring(alone.offset(), alone.end())).isEqualTo(value);
    }

    @Test
    void shouldKnowPlacesInLongTexts() {
        String text = "[" + "  \"x\", ".repeat(50_000) + "7]";
        List<Json> elements = JsonText.parse(text, 1).elements();
        assertThat(elements.get(50_000).offset()).isEqualTo(text.indexOf('7'));
        assertThat(elements)
                .allSatisfy(element ->
                        assertThat(element.end() - element.offset()).isEqualTo(element instanceof Json.Text ? 3 : 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "[1, ==> 3: not JSON: Unexpected end-of-input",
                "[1] 2 ==> 4: unexpected text behind the value",
                "[1.0] ==> 1: a number with a fraction or exponent",
                "[1e3] ==> 1: a number with a fraction or exponent",
                "[-0] ==> 1: -0 is a fraction's number",
                "[9223372036854775808] ==> 1: the number does not fit into a Long",
                "[-9223372036854775809] ==> 1: the number does not fit into a Long",
                "{\"a\": 1, \"a\": 2} ==> not JSON: Duplicate field 'a'",
                "[\"\\ud800\"] ==> 1: a text with a lone surrogate",
                "[\"\\udc00\\ud800\"] ==> 1: a text with a lone surrogate",
                "{\"\\ud800\": 1} ==> not JSON: Broken surrogate pair",
                "[[[[]]]] ==> 3: this nests deeper than 3 levels",
                "[01] ==> not JSON",
                "[NaN] ==> not JSON",
                "[1,] ==> not JSON",
                "{'a': 1} ==> not JSON",
                "[1] // x ==> not JSON",
            })
    void shouldRefuse(String text, String error) {
        JsonFormatException failure = catchThrowableOfType(JsonFormatException.class, () -> JsonText.parse(text, 3));
        assertThat(failure.offset() + ": " + failure.message()).contains(error);
    }

    @Test
    void shouldTakeTheLargestNumbers() {
        assertThat(JsonText.parse("[-9223372036854775808, 9223372036854775807]", 1)
                        .elements())
                .containsExactly(new Json.Whole(1, 21, Long.MIN_VALUE), new Json.Whole(23, 42, Long.MAX_VALUE));
    }

    @Test
    void shouldLimitNestingByItself() {
        assertThat(catchThrowableOfType(
                        JsonFormatException.class, () -> JsonText.parse("[".repeat(1_000_000), JsonText.DEPTH)))
                .hasMessageContaining("nest");
        int depth = JsonText.DEPTH;
        assertThat(JsonText.parse("[".repeat(depth) + "]".repeat(depth), depth)).isNotNull();
    }
}
