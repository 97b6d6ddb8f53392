package dev.remit.cedar.ast;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Constructors and methods of the extension types. A wrong number of arguments is an error of evaluation, not of syntax: that is how Cedar has it.
 */
public enum ExtensionFunction {
    DECIMAL("decimal", 1, false),
    LESS_THAN("lessThan", 2, true),
    LESS_THAN_OR_EQUAL("lessThanOrEqual", 2, true),
    GREATER_THAN("greaterThan", 2, true),
    GREATER_THAN_OR_EQUAL("greaterThanOrEqual", 2, true),
    IP("ip", 1, false),
    IS_IPV4("isIpv4", 1, true),
    IS_IPV6("isIpv6", 1, true),
    IS_LOOPBACK("isLoopback", 1, true),
    IS_MULTICAST("isMulticast", 1, true),
    IS_IN_RANGE("isInRange", 2, true),
    DATETIME("datetime", 1, false),
    OFFSET("offset", 2, true),
    DURATION_SINCE("durationSince", 2, true),
    TO_DATE("toDate", 1, true),
    TO_TIME("toTime", 1, true),
    DURATION("duration", 1, false),
    TO_MILLISECONDS("toMilliseconds", 1, true),
    TO_SECONDS("toSeconds", 1, true),
    TO_MINUTES("toMinutes", 1, true),
    TO_HOURS("toHours", 1, true),
    TO_DAYS("toDays", 1, true);

    private static final Map<String, ExtensionFunction> BY_NAME = new HashMap<>();

    static {
        for (ExtensionFunction function : values()) {
            BY_NAME.put(function.functionName, function);
        }
    }

    private final String functionName;
    private final int arity;
    private final boolean method;

    ExtensionFunction(String functionName, int arity, boolean method) {
        this.functionName = functionName;
        this.arity = arity;
        this.method = method;
    }

    /** The function of that name, or null. */
    public static @Nullable ExtensionFunction named(String name) {
        return BY_NAME.get(name);
    }

    /** As policies write it. */
    public String functionName() {
        return functionName;
    }

    /** How many arguments it takes; a method's target counts. */
    public int arity() {
        return arity;
    }

    /** Whether it is written behind a dot. */
    public boolean isMethod() {
        return method;
    }
}
