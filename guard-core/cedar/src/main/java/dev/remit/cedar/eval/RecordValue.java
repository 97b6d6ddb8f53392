package dev.remit.cedar.eval;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Record: its attributes, sorted by name once {@link #seal} was called. */
final class RecordValue extends Value implements HeapSort.Sortable {
    private static final StringValue[] NO_NAMES = {};
    private static final Value[] NO_VALUES = {};
    static final RecordValue EMPTY = of(Map.of());

    /** Written only by the arena that owns it. */
    private StringValue[] names;

    private Value[] values;
    private int size;
    private boolean invalid;

    RecordValue() {
        names = NO_NAMES;
        values = NO_VALUES;
    }

    static RecordValue of(Map<String, ? extends Value> attributes) {
        RecordValue record = new RecordValue();
        for (Map.Entry<String, ? extends Value> attribute : attributes.entrySet()) {
            record.put(new StringValue(attribute.getKey()), attribute.getValue());
        }
        record.seal();
        return record;
    }

    RecordValue clear() {
        size = 0;
        invalid = false;
        return this;
    }

    void put(StringValue name, Value value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, Math.max(8, size * 2));
            values = Arrays.copyOf(values, Math.max(8, size * 2));
        }
        names[size] = name;
        values[size++] = value;
        invalid |= value.isInvalid();
    }

    /** Sorts the attributes; false when two have the same name. */
    boolean seal() {
        HeapSort.sort(this, size);
        for (int i = 1; i < size; i++) {
            if (compareAt(i - 1, i) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes out the attributes that were null in JSON. */
    void dropNulls() {
        int kept = 0;
        invalid = false;
        for (int i = 0; i < size; i++) {
            if (values[i] != InvalidValue.NULL) {
                names[kept] = names[i];
                values[kept++] = values[i];
                invalid |= values[i].isInvalid();
            }
        }
        size = kept;
    }

    /** The attribute of that name, or null; good after {@link #seal}. */
    @Nullable
    Value find(StringValue name) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = names[middle].compareSameKind(name);
            if (order == 0) {
                return values[middle];
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    int size() {
        return size;
    }

    StringValue name(int index) {
        return names[index];
    }

    Value value(int index) {
        return values[index];
    }

    @Override
    public int compareAt(int i, int j) {
        return names[i].compareSameKind(names[j]);
    }

    @Override
    public void swapAt(int i, int j) {
        StringValue name = names[i];
        names[i] = names[j];
        names[j] = name;
        Value value = values[i];
        values[i] = values[j];
        values[j] = value;
    }

    @Override
    boolean isInvalid() {
        return invalid;
    }

    @Override
    public Kind kind() {
        return Kind.RECORD;
    }

    @Override
    int compareSameKind(Value value) {
        RecordValue other = (RecordValue) value;
        int order = Integer.compare(size, other.size);
        for (int i = 0; i < size && order == 0; i++) {
            order = names[i].compareSameKind(other.names[i]);
            if (order == 0) {
                order = compare(values[i], other.values[i]);
            }
        }
        return order;
    }

    @Override
    void write(StringBuilder out) {
        out.append('{');
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ", ");
            names[i].write(out);
            out.append(": ");
            values[i].write(out);
        }
        out.append('}');
    }
}
