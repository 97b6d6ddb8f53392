package dev.remit.cedar.eval;

import java.math.BigDecimal;

/** Writes decimals, datetimes and durations. */
final class ExtensionText {

    private ExtensionText() {}

    static void write(StringBuilder out, Value.Kind kind, long value) {
        switch (kind) {
            case DECIMAL -> {
                BigDecimal shortest = BigDecimal.valueOf(value, 4).stripTrailingZeros();
                out.append(shortest.setScale(Math.max(1, shortest.scale())).toPlainString());
            }
            case DATETIME -> out.append(value).append(" ms since 1970");
            default -> out.append(value).append("ms");
        }
    }
}
