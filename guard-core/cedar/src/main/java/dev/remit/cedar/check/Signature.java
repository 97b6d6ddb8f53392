package dev.remit.cedar.check;

import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.ExtensionType;
import dev.remit.cedar.schema.Type;
import java.util.List;

/**
 * What an extension function takes and gives. Immutable.
 *
 * @param parameters the types of its arguments; a method's target comes first
 * @param result the type of its value
 */
record Signature(List<Type> parameters, Type result) {
    private static final Type DECIMAL = new Type.Extension(ExtensionType.DECIMAL);
    private static final Type IP = new Type.Extension(ExtensionType.IPADDR);
    private static final Type DATETIME = new Type.Extension(ExtensionType.DATETIME);
    private static final Type DURATION = new Type.Extension(ExtensionType.DURATION);

    /** Whether {@code <} and the like are defined for the type. */
    static boolean isOrdered(Type type) {
        return type.equals(Type.LONG) || type.equals(DATETIME) || type.equals(DURATION);
    }

    static Signature of(ExtensionFunction function) {
        return switch (function) {
            case DECIMAL -> new Signature(List.of(Type.STRING), DECIMAL);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                new Signature(List.of(DECIMAL, DECIMAL), Type.BOOL);
            case IP -> new Signature(List.of(Type.STRING), IP);
            case IS_IPV4, IS_IPV6, IS_LOOPBACK, IS_MULTICAST -> new Signature(List.of(IP), Type.BOOL);
            case IS_IN_RANGE -> new Signature(List.of(IP, IP), Type.BOOL);
            case DATETIME -> new Signature(List.of(Type.STRING), DATETIME);
            case OFFSET -> new Signature(List.of(DATETIME, DURATION), DATETIME);
            case DURATION_SINCE -> new Signature(List.of(DATETIME, DATETIME), DURATION);
            case TO_DATE -> new Signature(List.of(DATETIME), DATETIME);
            case TO_TIME -> new Signature(List.of(DATETIME), DURATION);
            case DURATION -> new Signature(List.of(Type.STRING), DURATION);
            case TO_MILLISECONDS, TO_SECONDS, TO_MINUTES, TO_HOURS, TO_DAYS ->
                new Signature(List.of(DURATION), Type.LONG);
        };
    }
}
