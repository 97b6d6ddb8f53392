package dev.remit.cedar.entity;

import dev.remit.cedar.eval.Value;
import dev.remit.cedar.json.JsonFormatException;
import dev.remit.cedar.json.JsonText;
import java.util.Objects;

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
        JsonErrors errors = new JsonErrors(name, json);
        Value value = null;
        try {
            value = JsonValues.context(JsonText.parse(json, JsonValues.DEPTH));
        } catch (JsonFormatException e) {
            errors.add(e);
        }
        errors.throwIfAny();
        return Objects.requireNonNull(value);
    }
}
