package dev.remit.cedar.eval;

/** {@code true} and {@code false}: two instances, compared by identity. */
final class BoolValue extends Value {
    static final BoolValue TRUE = new BoolValue(true);
    static final BoolValue FALSE = new BoolValue(false);

    private final boolean value;

    private BoolValue(boolean value) {
        this.value = value;
    }

    static BoolValue valueOf(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public Kind kind() {
        return Kind.BOOL;
    }

    @Override
    int compareSameKind(Value other) {
        return Boolean.compare(value, ((BoolValue) other).value);
    }

    @Override
    void write(StringBuilder out) {
        out.append(value);
    }
}
