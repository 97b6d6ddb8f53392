package dev.remit.bench.calls;

/** The tool's arguments, as a model would write them. */
final class Refund {
    private Refund() {}

    static String arguments(boolean allowed) {
        return "{\"booking\": \"B-4711\", \"amount\": " + (allowed ? "40" : "4000") + ", \"currency\": \"EUR\"}";
    }
}
