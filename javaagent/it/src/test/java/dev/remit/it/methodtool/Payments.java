package dev.remit.it.methodtool;

/** What the configuration names: whatever implements it is guarded. */
interface Payments {
    /** Pays. */
    String pay(String to, long cents);
}
