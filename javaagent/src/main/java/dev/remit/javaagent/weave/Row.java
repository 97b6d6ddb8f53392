package dev.remit.javaagent.weave;

/**
 * A call site with the number by which woven code names it. Immutable.
 *
 * @param id the number: the row's place in the table of all
 */
record Row(int id, CallSite site) {
    Target target() {
        return site.target();
    }

    /** What is woven in, of a row of the JDK's. */
    Sunk sunk() {
        return (Sunk) site.weaving();
    }

    /** What is woven in, of a row of a library's. */
    Advised advised() {
        return (Advised) site.weaving();
    }
}
