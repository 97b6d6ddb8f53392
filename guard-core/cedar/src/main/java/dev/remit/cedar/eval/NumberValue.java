package dev.remit.cedar.eval;

/** A Long, a decimal (in ten-thousandths), a datetime (ms since the epoch) or a duration (ms): 64 bits and which of them they are. */
final class NumberValue extends Value {
    /** Written only by the arena that owns it. */
    private Kind kind;

    private long value;

    NumberValue(Kind kind, long value) {
        this.kind = kind;
        this.value = value;
    }

    NumberValue set(Kind newKind, long newValue) {
        kind = newKind;
        value = newValue;
        return this;
    }

    long value() {
        return value;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    int compareSameKind(Value other) {
        return Long.compare(value, ((NumberValue) other).value);
    }

    @Override
    void write(StringBuilder out) {
        if (kind == Kind.LONG) {
            out.append(value);
        } else {
            out.append(kind).append("(\"");
            ExtensionText.write(out, kind, value);
            out.append("\")");
        }
    }
}
