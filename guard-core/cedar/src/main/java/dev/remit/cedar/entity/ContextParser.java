package dev.remit.cedar.entity;

import dev.remit.cedar.eval.Value;

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
        JsonValues values = new JsonValues(name);
        Value value = values.value(JsonTree.parse(name, json), "");
        if (value.kind() != Value.Kind.RECORD) {
            throw values.error("", "expected an object");
        }
        return value;
    }
}
