package dev.remit.cedar.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a JSON text. Stateless. */
public final class JsonText {
    /** How deep arrays and objects may lie in one another. */
    public static final int DEPTH = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
            .build();

    private final JsonParser parser;
    private final int depth;

    private JsonText(JsonParser parser, int depth) {
        this.parser = parser;
        this.depth = depth;
    }

    /**
     * Parses a text.
     *
     * @param depth how deep arrays and objects may lie in one another, at most {@link #DEPTH}
     * @throws JsonFormatException where it is no JSON, or holds what Cedar has not: fractions, large numbers, lone surrogates
     */
    public static Json parse(String text, int depth) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonText reader = new JsonText(parser, depth);
            parser.nextToken();
            Json root = reader.value(0);
            if (parser.nextToken() != null) {
                throw reader.error("unexpected text behind the value", "the end of the text");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new JsonFormatException(offset(e.getLocation()), "not JSON: " + e.getOriginalMessage(), "");
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text from memory", e);
        }
    }

    private Json value(int level) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw error("unexpected end of the text", "a value");
        }
        int offset = offset(parser.currentTokenLocation());
        return switch (token) {
            case START_OBJECT -> object(offset, deeper(level));
            case START_ARRAY -> array(offset, deeper(level));
            case VALUE_STRING -> {
                // Only after it was asked for has all of it been read.
                String text = text(parser.getText());
                yield new Json.Text(offset, end(), text);
            }
            case VALUE_TRUE -> new Json.Bool(offset, end(), true);
            case VALUE_FALSE -> new Json.Bool(offset, end(), false);
            case VALUE_NULL -> new Json.Null(offset, end());
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw error(
                            "the number does not fit into a Long",
                            "one from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
                }
                long value = parser.getLongValue();
                if (value == 0 && parser.getText().startsWith("-")) {
                    throw error("-0 is a fraction's number, Cedar has only whole ones", "0");
                }
                yield new Json.Whole(offset, end(), value);
            }
            case VALUE_NUMBER_FLOAT ->
                throw error(
                        "a number with a fraction or exponent",
                        "{\"__extn\": {\"fn\": \"decimal\", \"arg\": \"…\"}} or a whole number");
            default -> throw error("unexpected " + token, "a value");
        };
    }

    private int deeper(int level) {
        if (level == depth) {
            throw error("this nests deeper than " + depth + " levels", "a flatter text");
        }
        return level + 1;
    }

    private Json object(int offset, int level) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        int[] keyOffsets = new int[4];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (members.size() == keyOffsets.length) {
                keyOffsets = Arrays.copyOf(keyOffsets, 2 * members.size());
            }
            keyOffsets[members.size()] = offset(parser.currentTokenLocation());
            String name = text(parser.currentName());
            parser.nextToken();
            members.put(name, value(level));
        }
        return new Json.ObjectOf(
                offset, end(), Collections.unmodifiableMap(members), Arrays.copyOf(keyOffsets, members.size()));
    }

    private Json array(int offset, int level) throws IOException {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(level));
        }
        return new Json.ArrayOf(offset, end(), Collections.unmodifiableList(elements));
    }

    private String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw error("a text with a lone surrogate", "");
                }
                i++;
            }
        }
        return text;
    }

    private JsonFormatException error(String message, String expected) {
        return new JsonFormatException(offset(parser.currentTokenLocation()), message, expected);
    }

    /** Behind the token. */
    private int end() {
        return offset(parser.currentLocation());
    }

    private static int offset(JsonLocation at) {
        return at == null ? 0 : (int) Math.max(0, at.getCharOffset());
    }
}
