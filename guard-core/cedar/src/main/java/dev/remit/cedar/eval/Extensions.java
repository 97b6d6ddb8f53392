package dev.remit.cedar.eval;

import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.eval.Value.Kind;
import org.jspecify.annotations.Nullable;

/** What the extension functions compute. */
final class Extensions {
    private static final long DAY_MS = 86_400_000L;

    private Extensions() {}

    /** The result, or null where there is none: {@link #error} says why. */
    static @Nullable Value apply(ExtensionFunction function, Value a, Value b, Arena arena) {
        return switch (function) {
            case DECIMAL, DATETIME, DURATION, IP -> a instanceof StringValue text ? parse(function, text, arena) : null;
            case LESS_THAN -> compare(a, b, -1, -1);
            case LESS_THAN_OR_EQUAL -> compare(a, b, -1, 0);
            case GREATER_THAN -> compare(a, b, 1, 1);
            case GREATER_THAN_OR_EQUAL -> compare(a, b, 0, 1);
            case IS_IPV4 -> a instanceof IpValue ip ? BoolValue.valueOf(!ip.isV6()) : null;
            case IS_IPV6 -> a instanceof IpValue ip ? BoolValue.valueOf(ip.isV6()) : null;
            case IS_LOOPBACK -> a instanceof IpValue ip ? BoolValue.valueOf(ip.isLoopback()) : null;
            case IS_MULTICAST -> a instanceof IpValue ip ? BoolValue.valueOf(ip.isMulticast()) : null;
            case IS_IN_RANGE ->
                a instanceof IpValue ip && b instanceof IpValue range ? BoolValue.valueOf(ip.isInRange(range)) : null;
            case OFFSET -> sum(a, b, arena);
            case DURATION_SINCE -> difference(a, b, arena);
            case TO_DATE -> date(a, arena);
            case TO_TIME ->
                a.kind() == Kind.DATETIME ? arena.number(Kind.DURATION, Math.floorMod(number(a), DAY_MS)) : null;
            case TO_MILLISECONDS -> whole(a, 1, arena);
            case TO_SECONDS -> whole(a, 1000, arena);
            case TO_MINUTES -> whole(a, 60_000, arena);
            case TO_HOURS -> whole(a, 3_600_000, arena);
            case TO_DAYS -> whole(a, DAY_MS, arena);
        };
    }

    /** Why {@link #apply} gave nothing. Does not allocate. */
    static ErrorCode error(ExtensionFunction function, Value a, @Nullable Value b) {
        if (!function.isMethod()) {
            return a.kind() == Kind.STRING ? ErrorCode.EXTENSION_ARGUMENT : ErrorCode.TYPE;
        }
        boolean dates = a.kind() == Kind.DATETIME
                && (b == null || b.kind() == (function == ExtensionFunction.OFFSET ? Kind.DURATION : Kind.DATETIME));
        return dates ? ErrorCode.OVERFLOW : ErrorCode.TYPE;
    }

    private static @Nullable Value parse(ExtensionFunction function, StringValue text, Arena arena) {
        return switch (function) {
            case DECIMAL -> DecimalText.parse(text, arena);
            case DATETIME -> DatetimeText.parse(text, arena);
            case DURATION -> DurationText.parse(text, arena);
            default -> IpText.parse(text, arena);
        };
    }

    private static long number(Value value) {
        return ((NumberValue) value).value();
    }

    private static @Nullable Value compare(Value a, Value b, int wanted, int orWanted) {
        if (a.kind() != Kind.DECIMAL || b.kind() != Kind.DECIMAL) {
            return null;
        }
        int order = Long.compare(number(a), number(b));
        return BoolValue.valueOf(order == wanted || order == orWanted);
    }

    private static @Nullable Value sum(Value a, Value b, Arena arena) {
        if (a.kind() != Kind.DATETIME || b.kind() != Kind.DURATION) {
            return null;
        }
        long x = number(a);
        long y = number(b);
        long sum = x + y;
        return ((x ^ sum) & (y ^ sum)) < 0 ? null : arena.number(Kind.DATETIME, sum);
    }

    private static @Nullable Value difference(Value a, Value b, Arena arena) {
        if (a.kind() != Kind.DATETIME || b.kind() != Kind.DATETIME) {
            return null;
        }
        long x = number(a);
        long y = number(b);
        long difference = x - y;
        return ((x ^ y) & (x ^ difference)) < 0 ? null : arena.number(Kind.DURATION, difference);
    }

    private static @Nullable Value date(Value a, Arena arena) {
        if (a.kind() != Kind.DATETIME) {
            return null;
        }
        long day = Math.floorDiv(number(a), DAY_MS);
        // The first day of all begins before the smallest Long.
        return day < Long.MIN_VALUE / DAY_MS ? null : arena.number(Kind.DATETIME, day * DAY_MS);
    }

    private static @Nullable Value whole(Value a, long unit, Arena arena) {
        return a.kind() == Kind.DURATION ? arena.number(Kind.LONG, number(a) / unit) : null;
    }
}
