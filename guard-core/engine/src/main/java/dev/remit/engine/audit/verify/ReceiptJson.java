package dev.remit.engine.audit.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.remit.engine.audit.proof.Checkpoint;
import dev.remit.engine.audit.read.JsonLines;
import dev.remit.engine.audit.read.RecordField;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Receipts as JSON, of the form that {@code docs/journal.md} describes. What people read of it, {@code decision}, is written from the record's bytes and held
 * against them when it is read: what they say is proved, and nothing else. Stateless.
 */
public final class ReceiptJson {
    private static final String FORMAT = "remit-receipt-1";
    private static final HexFormat HEX = HexFormat.of();

    private ReceiptJson() {}

    /**
     * A receipt that was read.
     *
     * @param problem why it proves nothing, in words; null if it proves what it shows
     */
    public record Read(Receipt receipt, @Nullable String problem) {}

    /** The receipt as JSON, on several lines. */
    public static String write(Receipt receipt) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.setPrettyPrinter(new DefaultPrettyPrinter());
            out.writeStartObject();
            out.writeStringField("format", FORMAT);
            out.writeFieldName("decision");
            out.writeRawValue(JsonLines.line(receipt.read()));
            out.writeStringField("previous", HEX.formatHex(receipt.previous()));
            out.writeStringField("header", HEX.formatHex(receipt.header()));
            out.writeStringField("record", HEX.formatHex(receipt.record()));
            out.writeArrayFieldStart("digests");
            for (byte[] digest : receipt.digests()) {
                out.writeString(HEX.formatHex(digest));
            }
            out.writeEndArray();
            out.writeObjectFieldStart("checkpoint");
            byte[] signed = receipt.checkpoint().checkpoint().text();
            out.writeStringField("text", new String(signed, StandardCharsets.US_ASCII));
            out.writeStringField("publicKey", HEX.formatHex(receipt.checkpoint().key()));
            out.writeStringField("signature", HEX.formatHex(receipt.checkpoint().signature()));
            if (!receipt.checkpoint().certificates().isEmpty()) {
                out.writeArrayFieldStart("certificates");
                for (byte[] certificate : receipt.checkpoint().certificates()) {
                    out.writeString(HEX.formatHex(certificate));
                }
                out.writeEndArray();
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be written", e);
        }
        return text.append('\n').toString();
    }

    /**
     * Reads a receipt and checks it.
     *
     * @throws IllegalArgumentException if the text is none; the message says why
     */
    public static Read read(String text) {
        Map<String, Object> fields;
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            fields = object(parser);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no JSON (" + e.getMessage() + ")", e);
        }
        if (!FORMAT.equals(fields.get("format"))) {
            throw new IllegalArgumentException("its format is " + fields.get("format") + ", not " + FORMAT);
        }
        Map<?, ?> signed = of(fields, "checkpoint", Map.class);
        Checkpoint checkpoint = Checkpoint.parse(of(signed, "text", String.class));
        Receipt receipt = new Receipt(
                bytes(fields, "header"),
                bytes(fields, "record"),
                bytes(fields, "previous"),
                list(fields, "digests"),
                new Checkpoint.Signed(
                        checkpoint,
                        bytes(signed, "publicKey"),
                        bytes(signed, "signature"),
                        signed.containsKey("certificates") ? list(signed, "certificates") : List.of()));
        String problem = receipt.problem();
        return new Read(receipt, problem == null ? difference(of(fields, "decision", Map.class), receipt) : problem);
    }

    /** What is shown may be of a newer version, with fields that are unknown here. */
    private static @Nullable String difference(Map<?, ?> shown, Receipt receipt) {
        Map<String, Object> proved;
        try (JsonParser parser = new JsonFactory().createParser(JsonLines.line(receipt.read()))) {
            parser.nextToken();
            proved = object(parser);
        } catch (IOException e) {
            throw new IllegalStateException("a line of JSON can be read", e);
        }
        for (String name : RecordField.names()) {
            Object value = shown.get(name);
            if (value == null ? proved.containsKey(name) : !value.equals(proved.get(name))) {
                return "it shows another " + name + " than its record has";
            }
        }
        return null;
    }

    private static byte[] bytes(Map<?, ?> fields, String name) {
        return HEX.parseHex(of(fields, name, String.class));
    }

    private static List<byte[]> list(Map<?, ?> fields, String name) {
        List<byte[]> list = new ArrayList<>();
        for (Object element : of(fields, name, List.class)) {
            list.add(HEX.parseHex(String.valueOf(element)));
        }
        return list;
    }

    private static <T> T of(Map<?, ?> fields, String name, Class<T> type) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("it has no right '" + name + "'");
        }
        return type.cast(value);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null && fields.put(name, value) != null) {
                throw new IllegalArgumentException("it has '" + name + "' twice");
            }
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(String.valueOf(value(parser)));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}
