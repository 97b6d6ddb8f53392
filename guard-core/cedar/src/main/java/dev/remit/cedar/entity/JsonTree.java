package dev.remit.cedar.entity;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, strings, Longs and Booleans. */
final class JsonTree {
    private static final int DEPTH = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
            .build();

    /** Stands for JSON's null. */
    static final Object NULL = new Object();

    private final String fileName;
    private final JsonParser parser;

    private JsonTree(String fileName, JsonParser parser) {
        this.fileName = fileName;
        this.parser = parser;
    }

    static Object parse(String fileName, String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonTree tree = new JsonTree(fileName, parser);
            parser.nextToken();
            Object root = tree.value();
            if (parser.nextToken() != null) {
                throw tree.error("expected nothing behind the value");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new EntityFormatException(
                    fileName,
                    at == null ? "1:1" : at.getLineNr() + ":" + Math.max(1, at.getColumnNr()),
                    "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(fileName, e);
        }
    }

    private Object value() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw error("expected a value, found the end");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw error("the number does not fit into a Long");
                }
                yield parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT ->
                throw error(
                        "a number with a fraction or exponent; write {\"__extn\": {\"fn\": \"decimal\", \"arg\": \"…\"}}");
            default -> throw error("unexpected " + token);
        };
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName());
            parser.nextToken();
            object.put(name, value());
        }
        return object;
    }

    private List<Object> array() throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private String text(String text) {
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw error("a text with a lone surrogate");
        }
        return text;
    }

    private EntityFormatException error(String message) {
        JsonLocation at = parser.currentTokenLocation();
        return new EntityFormatException(fileName, at.getLineNr() + ":" + Math.max(1, at.getColumnNr()), message);
    }
}
