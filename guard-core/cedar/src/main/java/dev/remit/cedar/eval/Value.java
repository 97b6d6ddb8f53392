package dev.remit.cedar.eval;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Cedar value. What the factories here make is immutable and safe to share; what a request frame makes is its own, and good until that frame is reset.
 */
public abstract sealed class Value
        permits BoolValue, NumberValue, StringValue, IpValue, ResolvedEntity, SetValue, RecordValue, InvalidValue {

    /** A Bool. */
    public static Value of(boolean value) {
        return BoolValue.valueOf(value);
    }

    /** A Long. */
    public static Value of(long value) {
        return new NumberValue(Kind.LONG, value);
    }

    /** A String. */
    public static Value of(String value) {
        return new StringValue(value);
    }

    /** A reference to an entity. */
    public static Value of(EntityUid uid) {
        return ResolvedEntity.reference(uid);
    }

    /** A Set; what is equal counts once. */
    public static Value set(Collection<? extends Value> elements) {
        return SetValue.of(elements);
    }

    /** A Record. */
    public static Value record(Map<String, ? extends Value> attributes) {
        return RecordValue.of(attributes);
    }

    /**
     * A value of an extension type.
     *
     * @param function its constructor, such as {@code ip}, or a method that gives one
     * @throws IllegalArgumentException where Cedar has an error
     */
    public static Value extension(ExtensionFunction function, List<Value> arguments) {
        Value result = null;
        if (arguments.size() == function.arity()) {
            Value last = arguments.get(arguments.size() - 1);
            result = Extensions.apply(function, arguments.get(0), last, new Arena());
        }
        if (result == null) {
            throw new IllegalArgumentException("no value: " + function.functionName() + arguments);
        }
        return result;
    }

    /** Which type it has. */
    public abstract Kind kind();

    /** The texts of a set that has nothing else; null of any other value. Allocates. */
    public @Nullable List<String> strings() {
        return null;
    }

    /** Whether it holds, at any depth, something that can't be used. */
    boolean isInvalid() {
        return false;
    }

    /** Cedar's {@code ==}. */
    static boolean equal(Value a, Value b) {
        return a == b || (a.kind() == b.kind() && a.equalSameKind(b));
    }

    /** A total order in which equal values, and only they, compare as 0. It means nothing else. */
    static int compare(Value a, Value b) {
        if (a == b) {
            return 0;
        }
        int byKind = a.kind().compareTo(b.kind());
        return byKind != 0 ? byKind : a.compareSameKind(b);
    }

    abstract int compareSameKind(Value other);

    boolean equalSameKind(Value other) {
        return compareSameKind(other) == 0;
    }

    /** Writes it as Cedar does; the same text for equal values. */
    abstract void write(StringBuilder out);

    static void writeName(StringBuilder out, CharSequence name) {
        out.append(Quoted.of(name));
    }

    /** As Cedar writes it. */
    @Override
    public final String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    /** The types of values. */
    public enum Kind {
        BOOL("Bool"),
        LONG("Long"),
        STRING("String"),
        ENTITY("entity"),
        SET("Set"),
        RECORD("Record"),
        DECIMAL("decimal"),
        IP("ipaddr"),
        DATETIME("datetime"),
        DURATION("duration"),
        /** No Cedar type: what could not be represented, see {@link InvalidValue}. */
        INVALID("invalid value");

        private final String cedarName;

        Kind(String cedarName) {
            this.cedarName = cedarName;
        }

        /** The type's name in Cedar. */
        @Override
        public String toString() {
            return cedarName;
        }
    }
}
