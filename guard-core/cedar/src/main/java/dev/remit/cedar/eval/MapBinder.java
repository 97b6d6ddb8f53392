package dev.remit.cedar.eval;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Binds the attributes of a map to slots, asking the map only for the keys that policies read. */
final class MapBinder {
    private final BoundSlots slots;
    private final SlotTree tree;
    private final Arena arena;
    private int values;
    private BindStatus status = BindStatus.OK;

    MapBinder(BoundSlots slots, SlotTree tree, Arena arena) {
        this.slots = slots;
        this.tree = tree;
        this.arena = arena;
    }

    BindStatus bind(int slot, Map<?, ?> map) {
        slots.unbind(slot);
        values = 0;
        status = BindStatus.OK;
        bindValue(slot, map, 0);
        if (status != BindStatus.OK) {
            slots.unbind(slot);
        }
        return status;
    }

    private void bindValue(int slot, @Nullable Object object, int depth) {
        if (object == null) {
            return;
        }
        if (!tree.isWhole(slot) && object instanceof Map<?, ?> map) {
            if (depth >= RequestFrame.MAX_DEPTH) {
                status = BindStatus.TOO_DEEP;
                return;
            }
            slots.put(slot, BoundSlots.SLOTTED);
            for (int child : tree.children(slot)) {
                bindValue(child, map.get(tree.name(child)), depth + 1);
            }
            return;
        }
        if (!tree.isWhole(slot) && object instanceof Collection<?>) {
            slots.put(slot, SetValue.EMPTY);
            return;
        }
        slots.put(slot, value(object, depth));
    }

    private Value value(@Nullable Object object, int depth) {
        if (++values > RequestFrame.MAX_VALUES) {
            status = BindStatus.TOO_LARGE;
        } else if (depth > RequestFrame.MAX_DEPTH) {
            status = BindStatus.TOO_DEEP;
        }
        if (object == null || status != BindStatus.OK) {
            return InvalidValue.NULL;
        }
        if (object instanceof CharSequence text) {
            return Utf16.isWellFormed(text, 0, text.length())
                    ? arena.string(text, 0, text.length())
                    : InvalidValue.TEXT;
        }
        if (object instanceof Boolean bool) {
            return BoolValue.valueOf(bool);
        }
        if (object instanceof Number number) {
            return number(number);
        }
        if (object instanceof Map<?, ?> map) {
            return record(map, depth + 1);
        }
        return object instanceof Collection<?> collection ? set(collection, depth + 1) : InvalidValue.TYPE;
    }

    private Value number(Number number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            return arena.number(Value.Kind.LONG, number.longValue());
        }
        if (number instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? arena.number(Value.Kind.LONG, big.longValue()) : InvalidValue.NUMBER;
        }
        if (number instanceof Double || number instanceof Float || number instanceof BigDecimal) {
            // As JSON would write it, so that both ways of binding read the same. Allocates.
            return fraction(number.toString());
        }
        return InvalidValue.TYPE;
    }

    private Value fraction(String text) {
        char last = text.charAt(text.length() - 1);
        if (last < '0' || last > '9') {
            return InvalidValue.NUMBER;
        }
        return JsonNumber.value(text, 0, text.length(), arena);
    }

    private Value set(Collection<?> collection, int depth) {
        SetValue set = arena.set();
        if (collection instanceof List<?> list && collection instanceof RandomAccess) {
            for (int i = 0; i < list.size() && status == BindStatus.OK; i++) {
                set.add(value(list.get(i), depth));
            }
        } else {
            for (Object element : collection) {
                if (status == BindStatus.OK) {
                    set.add(value(element, depth));
                }
            }
        }
        return set;
    }

    private Value record(Map<?, ?> map, int depth) {
        RecordValue record = arena.record();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (status != BindStatus.OK) {
                return record;
            }
            if (!(entry.getKey() instanceof CharSequence name) || !Utf16.isWellFormed(name, 0, name.length())) {
                return InvalidValue.TYPE;
            }
            record.put(arena.string(name, 0, name.length()), value(entry.getValue(), depth));
        }
        if (!record.seal()) {
            status = BindStatus.DUPLICATE_KEY;
        }
        record.dropNulls();
        return record;
    }
}
