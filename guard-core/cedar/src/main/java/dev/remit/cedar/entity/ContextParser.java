package dev.remit.cedar.entity;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.Json;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.Schema;
import java.util.Objects;
import java.util.function.Supplier;

/** Reads a request's context from Cedar JSON, with {@code __entity} and {@code __extn}; not for arguments of calls, whose text is not trusted. Stateless. */
public final class ContextParser {

    private ContextParser() {}

    /**
     * Parses a record.
     *
     * @param name what errors call the text
     * @throws EntityFormatException naming the text and the place
     */
    public static Value parse(String name, String json) {
        return read(new SourceText(name, json), () -> JsonValues.context(JsonText.parse(json, JsonValues.DEPTH)));
    }

    /**
     * Parses a record that must be what a schema says of an action's context, as {@link #read(SourceText, Json, Schema, ActionType)} has it.
     *
     * @param name what errors call the text
     * @throws EntityFormatException naming the text and the place
     */
    public static Value parse(String name, String json, Schema schema, ActionType action) {
        return read(
                new SourceText(name, json),
                () -> new TypedValues(schema).record(JsonText.parse(json, JsonValues.DEPTH), action.context()));
    }

    /**
     * Reads a record that is a part of a text.
     *
     * @param source the whole text
     * @throws EntityFormatException naming the text and the place
     */
    public static Value read(SourceText source, Json context) {
        return read(source, () -> JsonValues.context(context));
    }

    /**
     * Reads a record that is a part of a text and must be what a schema says of an action's context; it says, too, which values are entities or values of
     * extensions, so that the JSON need not.
     *
     * @param source the whole text
     * @throws EntityFormatException naming the text and the place
     */
    public static Value read(SourceText source, Json context, Schema schema, ActionType action) {
        return read(source, () -> new TypedValues(schema).record(context, action.context()));
    }

    private static Value read(SourceText source, Supplier<Value> reader) {
        JsonErrors errors = new JsonErrors(source);
        Value value = null;
        try {
            value = reader.get();
        } catch (JsonFormatException e) {
            errors.add(e);
        }
        errors.throwIfAny();
        return Objects.requireNonNull(value);
    }
}
