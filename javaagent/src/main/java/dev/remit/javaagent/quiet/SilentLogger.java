package dev.remit.javaagent.quiet;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says nothing. It has the methods of {@link java.util.logging.Logger} that our libraries call, which a test holds. Immutable.
 */
@SuppressWarnings("unused") // as java.util.logging.Logger has them
public final class SilentLogger {
    private final String name;

    private SilentLogger(String name) {
        this.name = name;
    }

    public static SilentLogger getLogger(String name) {
        return new SilentLogger(name);
    }

    public String getName() {
        return name;
    }

    public boolean isLoggable(Level level) {
        return false;
    }

    public void log(LogRecord record) {}

    public void log(Level level, String message) {}

    public void log(Level level, String message, @Nullable Object parameter) {}

    public void log(Level level, String message, Object @Nullable [] parameters) {}

    public void log(Level level, String message, @Nullable Throwable thrown) {}

    public void warning(String message) {}

    public void info(String message) {}

    public void fine(String message) {}

    public void finer(String message) {}
}
