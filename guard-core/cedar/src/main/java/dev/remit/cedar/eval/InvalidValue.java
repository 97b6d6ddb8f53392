package dev.remit.cedar.eval;

/** What was given but is no Cedar value: {@code has} finds it, any use of it is an error. */
final class InvalidValue extends Value {
    static final InvalidValue NUMBER = new InvalidValue("a number that is neither a Long nor a decimal");
    static final InvalidValue TEXT = new InvalidValue("a text with a lone surrogate");
    static final InvalidValue TYPE = new InvalidValue("an object of a type that Cedar has no value for");
    static final InvalidValue NULL = new InvalidValue("null inside a set");

    private final String what;

    private InvalidValue(String what) {
        this.what = what;
    }

    @Override
    public Kind kind() {
        return Kind.INVALID;
    }

    @Override
    boolean isInvalid() {
        return true;
    }

    @Override
    int compareSameKind(Value other) {
        return what.compareTo(((InvalidValue) other).what);
    }

    @Override
    void write(StringBuilder out) {
        out.append('<').append(what).append('>');
    }
}
