package dev.remit.it.app;

import dev.remit.api.GuardedTool;
import java.util.concurrent.Callable;

/** A class that many class loaders bring, each its own: a tool, and work for other threads. It needs no other class. */
public final class Bundled implements Callable<String> {
    @GuardedTool
    static String mail(int cents) {
        return "sent";
    }

    /** Calls the tool twice, once more than it may. */
    @Override
    public String call() {
        try {
            return mail(1) + mail(1000);
        } catch (SecurityException e) {
            return "refused";
        }
    }
}
