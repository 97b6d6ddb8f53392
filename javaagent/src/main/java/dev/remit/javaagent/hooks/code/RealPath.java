package dev.remit.javaagent.hooks.code;

import dev.remit.javaagent.enforce.EnforcementPoint;
import java.io.File;
import java.io.IOException;

/** Where a path leads: looked up unguarded, for that is no doing of the application's. Used once. */
final class RealPath implements Runnable {
    private final String text;
    private String path;

    private RealPath(String text) {
        this.text = text;
        this.path = text;
    }

    /** The absolute path without links; of what can't be found the absolute path. */
    static String of(String text, EnforcementPoint enforcement) {
        final RealPath real = new RealPath(text);
        enforcement.unguarded(real);
        return real.path;
    }

    @Override
    public void run() {
        final File file = new File(text);
        try {
            path = file.getCanonicalPath();
        } catch (IOException e) {
            path = file.getAbsolutePath();
        }
    }
}
