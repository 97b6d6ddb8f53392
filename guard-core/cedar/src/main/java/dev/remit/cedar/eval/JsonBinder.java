package dev.remit.cedar.eval;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds a JSON object's attributes to slots: what no policy reads is stepped over, though checked to be JSON. */
final class JsonBinder {
    private final BoundSlots slots;
    private final SlotTree tree;
    private final Arena arena;
    private final JsonScanner json;

    /** For each slot the number of the bind that last found its key, so that a second one is noticed. */
    private final int[] seen;

    private int bindNumber;
    private int values;
    private BindStatus status = BindStatus.OK;

    JsonBinder(BoundSlots slots, SlotTree tree, Arena arena) {
        this.slots = slots;
        this.tree = tree;
        this.arena = arena;
        this.json = new JsonScanner(arena.scratch());
        this.seen = new int[tree.size()];
    }

    BindStatus bind(int slot, String text) {
        Objects.requireNonNull(text, "text");
        slots.unbind(slot);
        if (text.length() > RequestFrame.MAX_JSON_LENGTH) {
            json.at = 0;
            return BindStatus.TOO_LARGE;
        }
        bindNumber++;
        values = 0;
        status = BindStatus.OK;
        json.start(text);
        if (json.peek() != '{') {
            boolean valid = json.skip(0) && json.atEnd();
            json.end();
            return valid ? BindStatus.NOT_AN_OBJECT : failed();
        }
        boolean done = bindValue(slot, 0) && (json.atEnd() || fail(BindStatus.NOT_JSON));
        json.end();
        if (!done) {
            slots.unbind(slot);
            return failed();
        }
        return BindStatus.OK;
    }

    int errorOffset() {
        return json.at;
    }

    private BindStatus failed() {
        if (status != BindStatus.OK) {
            return status;
        }
        return json.tooDeep ? BindStatus.TOO_DEEP : BindStatus.NOT_JSON;
    }

    private boolean fail(BindStatus why) {
        status = why;
        return false;
    }

    /** Binds the value that comes next to a slot. */
    private boolean bindValue(int slot, int depth) {
        if (tree.isWhole(slot)) {
            boolean isNull = json.peek() == 'n';
            Value value = value(depth);
            if (value != null && !isNull) {
                slots.put(slot, value);
            }
            return value != null;
        }
        switch (json.peek()) {
            case '{' -> {
                slots.put(slot, BoundSlots.SLOTTED);
                return bindObject(slot, depth + 1);
            }
            case 'n' -> {
                return json.literal("null");
            }
            case 't', 'f' -> slots.put(slot, BoolValue.TRUE);
            case '[' -> slots.put(slot, SetValue.EMPTY);
            default -> slots.put(slot, StringValue.EMPTY);
        }
        // Only asked for being there or for its attributes: its type says all.
        return json.skip(depth);
    }

    private boolean bindObject(int slot, int depth) {
        if (depth > RequestFrame.MAX_DEPTH) {
            return fail(BindStatus.TOO_DEEP);
        }
        json.accept('{');
        if (json.accept('}')) {
            return true;
        }
        do {
            if (!json.string()) {
                return false;
            }
            int keyStart = json.stringStart - 1;
            int child = json.child(tree, slot);
            if (!json.accept(':')) {
                return false;
            }
            if (child == SlotTree.NONE) {
                if (!json.skip(depth)) {
                    return false;
                }
            } else {
                if (seen[child] == bindNumber) {
                    json.at = keyStart;
                    return fail(BindStatus.DUPLICATE_KEY);
                }
                seen[child] = bindNumber;
                if (!bindValue(child, depth)) {
                    return false;
                }
            }
        } while (json.accept(','));
        return json.accept('}');
    }

    /** The value that comes next, with all it holds; null when it is no JSON or too much. A JSON null gives an invalid value. */
    private @Nullable Value value(int depth) {
        if (++values > RequestFrame.MAX_VALUES) {
            fail(BindStatus.TOO_LARGE);
            return null;
        }
        char c = json.peek();
        switch (c) {
            case '{' -> {
                return record(depth + 1);
            }
            case '[' -> {
                return set(depth + 1);
            }
            case '"' -> {
                if (!json.string()) {
                    return null;
                }
                StringValue text = json.stringValue(arena);
                return text == null ? InvalidValue.TEXT : text;
            }
            case 't' -> {
                return json.literal("true") ? BoolValue.TRUE : null;
            }
            case 'f' -> {
                return json.literal("false") ? BoolValue.FALSE : null;
            }
            case 'n' -> {
                return json.literal("null") ? InvalidValue.NULL : null;
            }
            default -> {
                int start = json.at;
                return json.number() ? JsonNumber.value(json.text(), start, json.at, arena) : null;
            }
        }
    }

    private @Nullable Value set(int depth) {
        if (depth > RequestFrame.MAX_DEPTH) {
            fail(BindStatus.TOO_DEEP);
            return null;
        }
        SetValue set = arena.set();
        json.accept('[');
        if (json.accept(']')) {
            return set;
        }
        do {
            Value element = value(depth);
            if (element == null) {
                return null;
            }
            set.add(element);
        } while (json.accept(','));
        return json.accept(']') ? set : null;
    }

    private @Nullable Value record(int depth) {
        if (depth > RequestFrame.MAX_DEPTH) {
            fail(BindStatus.TOO_DEEP);
            return null;
        }
        RecordValue record = arena.record();
        int start = json.at;
        json.accept('{');
        if (!json.accept('}')) {
            do {
                if (!json.string()) {
                    return null;
                }
                StringValue name = json.stringValue(arena);
                Value value = json.accept(':') ? value(depth) : null;
                if (value == null) {
                    return null;
                }
                // A null is absent, but its name still counts below, where names that stand twice are found.
                record.put(name == null ? StringValue.EMPTY : name, name == null ? InvalidValue.TEXT : value);
            } while (json.accept(','));
            if (!json.accept('}')) {
                return null;
            }
        }
        if (!record.seal()) {
            json.at = start;
            fail(BindStatus.DUPLICATE_KEY);
            return null;
        }
        record.dropNulls();
        return record;
    }
}
