package dev.remit.cedar.eval;

import org.jspecify.annotations.Nullable;

/**
 * One slot of a request. A Long and the head of a String lie in it as a number, where a comparison finds them without following a pointer; anything else is a {@link
 * Value}. Belongs to one frame.
 */
final class BoundSlot {
    static final byte NOTHING = 0;
    static final byte LONG = 1;
    static final byte TEXT = 2;

    /** A record whose attributes are slots themselves. */
    static final byte SLOTTED = 3;

    static final byte OTHER = 4;

    /** What {@link #source} has, until it is asked for. */
    static final byte DEFERRED = 5;

    /** Nothing, where a source was asked or overruled. */
    static final byte ABSENT = 6;

    /** The slot it lies in; null for the context itself. */
    final @Nullable BoundSlot parent;

    /** What it holds: one of the above. */
    byte held;

    /** The Long, or the {@link TextHead} of the String. */
    long number;

    /** Who binds it when it is first asked for; null where it is bound before, or not at all. */
    @Nullable
    SlotSource source;

    /** What the source knows it by. */
    int attribute;

    private final NumberValue box = new NumberValue(Value.Kind.LONG, 0);
    private final StringValue text = new StringValue("");
    private @Nullable Value other;

    BoundSlot(@Nullable BoundSlot parent) {
        this.parent = parent;
    }

    /** As before the request. */
    void clear() {
        if (held != LONG) {
            release();
        }
        held = source == null ? NOTHING : DEFERRED;
    }

    /** Lets go of what it holds. */
    void empty() {
        release();
        held = ABSENT;
    }

    /** What was decided on may be a secret: don't keep it alive. */
    private void release() {
        if (held == TEXT) {
            text.clear();
        } else if (held == OTHER) {
            other = null;
        }
    }

    /** Whether it holds something, or is known to hold nothing. */
    boolean isSettled() {
        return held != NOTHING && held != DEFERRED;
    }

    void setLong(long value) {
        held = LONG;
        number = value;
    }

    void setText(CharSequence base, int start, int end) {
        held = TEXT;
        number = TextHead.of(base, start, end);
        text.set(base, start, end);
    }

    void set(Value value) {
        if (value.kind() == Value.Kind.LONG) {
            setLong(((NumberValue) value).value());
        } else if (value instanceof StringValue string) {
            setText(string.base(), string.start(), string.start() + string.length());
        } else if (value == BoundSlots.SLOTTED) {
            held = SLOTTED;
        } else {
            held = OTHER;
            other = value;
        }
    }

    /** The String, if that is what it holds. */
    StringValue text() {
        return text;
    }

    /** What it holds; null for nothing. */
    @Nullable
    Value value() {
        return switch (held) {
            case NOTHING, DEFERRED, ABSENT -> null;
            case LONG -> box.set(Value.Kind.LONG, number);
            case TEXT -> text;
            case SLOTTED -> BoundSlots.SLOTTED;
            default -> other;
        };
    }
}
