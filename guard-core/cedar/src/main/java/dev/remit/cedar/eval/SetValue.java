package dev.remit.cedar.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Set. Becomes sorted and free of duplicates when first needed; a shared one is so from its construction. */
final class SetValue extends Value implements HeapSort.Sortable {
    private static final Value[] NOTHING = {};
    private static final int SCANNED = 8;
    static final SetValue EMPTY = of(List.of());

    /** Written only by the arena that owns it. */
    private Value[] elements;

    private int size;
    private boolean canonical;
    private boolean invalid;

    SetValue() {
        elements = NOTHING;
        canonical = true;
    }

    static SetValue of(Collection<? extends Value> values) {
        SetValue set = new SetValue();
        for (Value value : values) {
            set.add(value);
        }
        set.canonicalise();
        return set;
    }

    SetValue clear() {
        size = 0;
        canonical = true;
        invalid = false;
        return this;
    }

    void add(Value value) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, Math.max(8, size * 2));
        }
        elements[size++] = value;
        canonical = size == 1;
        invalid |= value.isInvalid();
    }

    int size() {
        return size;
    }

    Value element(int index) {
        return elements[index];
    }

    @Override
    public @Nullable List<String> strings() {
        final List<String> strings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (!(elements[i] instanceof StringValue text)) {
                return null;
            }
            strings.add(text.text().toString());
        }
        return strings;
    }

    boolean contains(Value value) {
        if (!canonical && size > SCANNED) {
            canonicalise();
        }
        if (size > SCANNED) {
            return find(value);
        }
        for (int i = 0; i < size; i++) {
            if (equal(elements[i], value)) {
                return true;
            }
        }
        return false;
    }

    private boolean find(Value value) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(elements[middle], value);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    boolean containsAll(SetValue other) {
        for (int i = 0; i < other.size; i++) {
            if (!contains(other.elements[i])) {
                return false;
            }
        }
        return true;
    }

    boolean containsAny(SetValue other) {
        for (int i = 0; i < other.size; i++) {
            if (contains(other.elements[i])) {
                return true;
            }
        }
        return false;
    }

    private void canonicalise() {
        if (canonical) {
            return;
        }
        HeapSort.sort(this, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || compare(elements[kept - 1], elements[i]) != 0) {
                elements[kept++] = elements[i];
            }
        }
        size = kept;
        canonical = true;
    }

    @Override
    public int compareAt(int i, int j) {
        return compare(elements[i], elements[j]);
    }

    @Override
    public void swapAt(int i, int j) {
        Value kept = elements[i];
        elements[i] = elements[j];
        elements[j] = kept;
    }

    @Override
    boolean isInvalid() {
        return invalid;
    }

    @Override
    public Kind kind() {
        return Kind.SET;
    }

    @Override
    int compareSameKind(Value value) {
        SetValue other = (SetValue) value;
        canonicalise();
        other.canonicalise();
        int order = Integer.compare(size, other.size);
        for (int i = 0; i < size && order == 0; i++) {
            order = compare(elements[i], other.elements[i]);
        }
        return order;
    }

    @Override
    void write(StringBuilder out) {
        canonicalise();
        out.append('[');
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ", ");
            elements[i].write(out);
        }
        out.append(']');
    }
}
