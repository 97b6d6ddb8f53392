package dev.remit.bench.calls;

/** A call of a library, ready to be made again and again. */
interface Call {
    /** Makes it; whether it was let through. */
    boolean make() throws Exception;
}
