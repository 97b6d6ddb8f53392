package dev.remit.engine.audit.journal;

import dev.remit.engine.UnsafeWarning;
import java.util.LinkedHashMap;
import java.util.Map;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;

/** Makes Chronicle Queue quiet and keeps it from doing more than it is used for. */
final class ChronicleSetup {
    private static final Map<String, String> PROPERTIES = Map.of(
            // It would post to Google Analytics. Its classes are left out too; this is the second bolt.
            "chronicle.analytics.disable", "true",
            // Threads of its own that watch the disk; the appender looks itself.
            "chronicle.disk.monitor.disable", "true",
            // A thread of its own that unmaps files; the drain does it itself. It would also complain on stderr when an
            // application ends while the journal is being opened.
            "background.releaser", "false");

    private static boolean done;

    private ChronicleSetup() {}

    /** Runs the first use of Chronicle with our settings, which are properties of the system only while its classes read them. */
    static synchronized void apply() {
        if (done) {
            return;
        }
        UnsafeWarning.silence();
        Map<String, String> added = new LinkedHashMap<>();
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
                added.put(name, value);
            }
        });
        try {
            // Its messages would go to the application's output. What matters reaches us as exceptions.
            ExceptionHandler silent = ExceptionHandler.ignoresEverything();
            Jvm.setExceptionHandlers(silent, silent, silent, silent);
            initialise(
                    "net.openhft.chronicle.core.io.BackgroundResourceReleaser",
                    "net.openhft.chronicle.core.analytics.AnalyticsFacade",
                    "net.openhft.chronicle.threads.DiskSpaceMonitor");
        } finally {
            added.keySet().forEach(System::clearProperty);
        }
        done = true;
    }

    private static void initialise(String... classNames) {
        for (String name : classNames) {
            try {
                Class.forName(name, true, ChronicleSetup.class.getClassLoader());
            } catch (ClassNotFoundException notThere) {
                // A class that does not exist reads no property.
            }
        }
    }
}
