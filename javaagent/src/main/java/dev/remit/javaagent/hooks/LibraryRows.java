package dev.remit.javaagent.hooks;

import dev.remit.javaagent.weave.CallSite;
import java.util.List;

/** Rows for a library's own object that is made on one thread and runs on another. Stateless. */
public final class LibraryRows {
    private static final String HERE = "dev.remit.javaagent.hooks.";

    private LibraryRows() {}

    /** Its constructors, behind which it is handed over. */
    public static CallSite made(String className) {
        return CallSite.advice(null, className, "<init>", null, HERE + "HandOverAdvice");
    }

    /** Its {@code run()}. */
    public static CallSite run(String className) {
        return CallSite.advice(null, className, "run", List.of(), HERE + "TakeUpAdvice");
    }
}
