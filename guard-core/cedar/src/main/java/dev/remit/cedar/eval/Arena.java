package dev.remit.cedar.eval;

import java.util.Arrays;
import java.util.function.Supplier;

/** Values that one frame makes and takes back at its next reset: after warming up, making one costs no allocation. */
final class Arena {
    private final Pool<NumberValue> numbers =
            new Pool<>(() -> new NumberValue(Value.Kind.LONG, 0), new NumberValue[16]);
    private final Pool<StringValue> strings = new Pool<>(() -> new StringValue(""), new StringValue[16]);
    private final Pool<SetValue> sets = new Pool<>(SetValue::new, new SetValue[4]);
    private final Pool<RecordValue> records = new Pool<>(RecordValue::new, new RecordValue[4]);
    private final Pool<IpValue> ips = new Pool<>(IpValue::new, new IpValue[4]);
    private final Scratch scratch = new Scratch();

    /** Whether anything was taken since the last reset: most requests take nothing, and should not pay for it. */
    private boolean used;

    NumberValue number(Value.Kind kind, long value) {
        used = true;
        return numbers.take().set(kind, value);
    }

    StringValue string(CharSequence base, int start, int end) {
        used = true;
        return strings.take().set(base, start, end);
    }

    SetValue set() {
        used = true;
        return sets.take().clear();
    }

    RecordValue record() {
        used = true;
        return records.take().clear();
    }

    IpValue ip() {
        used = true;
        return ips.take();
    }

    Scratch scratch() {
        return scratch;
    }

    void reset() {
        scratch.clear();
        if (!used) {
            return;
        }
        used = false;
        for (int i = 0; i < strings.used; i++) {
            // A text that was decided on may be a secret: don't keep it alive.
            strings.items[i].clear();
        }
        numbers.reset();
        strings.reset();
        sets.reset();
        records.reset();
        ips.reset();
    }

    /** What is taken from here on goes back at {@link #release}. */
    void mark() {
        if (!used) {
            return;
        }
        numbers.mark = numbers.used;
        strings.mark = strings.used;
        sets.mark = sets.used;
        records.mark = records.used;
        ips.mark = ips.used;
    }

    void release() {
        if (!used) {
            return;
        }
        numbers.used = numbers.mark;
        strings.used = strings.mark;
        sets.used = sets.mark;
        records.used = records.mark;
        ips.used = ips.mark;
    }

    private static final class Pool<T> {
        private static final int KEPT = 4096;

        private final Supplier<T> factory;
        private T[] items;
        private int filled;
        private int used;
        private int mark;

        Pool(Supplier<T> factory, T[] items) {
            this.factory = factory;
            this.items = items;
        }

        void reset() {
            used = 0;
            mark = 0;
            if (filled > KEPT) {
                // One huge request must not weigh on every later one.
                items = Arrays.copyOf(items, KEPT);
                filled = KEPT;
            }
        }

        T take() {
            if (used == filled) {
                if (filled == items.length) {
                    items = Arrays.copyOf(items, filled * 2);
                }
                items[filled++] = factory.get();
            }
            return items[used++];
        }
    }
}
