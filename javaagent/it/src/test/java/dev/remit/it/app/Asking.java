package dev.remit.it.app;

import java.util.concurrent.TimeUnit;

/** An application that runs a command of {@code remit.jar} while it is guarded, and says how that ended. */
public final class Asking {
    private Asking() {}

    /** @param arguments the command line */
    public static void main(String[] arguments) throws Exception {
        // The journal opens beside the application, and takes half a second.
        TimeUnit.SECONDS.sleep(3);
        System.out.println(
                "status: " + new ProcessBuilder(arguments).inheritIO().start().waitFor());
    }
}
