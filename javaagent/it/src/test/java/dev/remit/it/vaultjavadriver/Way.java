package dev.remit.it.vaultjavadriver;

/** A way to read a path with either driver. */
enum Way {
    DIRECT,
    VERSION,
    SUBCLASS,
    REFLECTION,
    METHOD_HANDLE
}
