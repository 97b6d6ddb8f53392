package dev.remit.javaagent.cli;

/** What the commands end with. Stable: scripts read it. */
final class ExitStatus {
    /** Done, and nothing is wrong. */
    static final int OK = 0;
    /** Done, and something is wrong with what was looked at. */
    static final int FINDINGS = 1;
    /** Not done: the command line is wrong, or its input can't be read. */
    static final int UNUSABLE = 2;
    /** Not done: a fault of the program itself; EX_SOFTWARE of sysexits.h. */
    static final int FAULT = 70;

    private ExitStatus() {}
}
