package dev.remit.engine.audit.count;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Finds the journal of a process by what it has mapped, which Linux tells in {@code /proc}: the process itself is not asked. Stateless. */
public final class GuardedProcess {
    private static final String COUNTERS = "/" + Counters.FILE;

    private GuardedProcess() {}

    /**
     * The journal's folder that a process writes.
     *
     * @throws AuditException if there is no such process, it is not guarded, or may not be looked at; the message says what to do
     */
    public static File journal(long pid) throws AuditException {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(Path.of("/proc/self/maps"))) {
            throw new AuditException("a process is found by its number on Linux alone; give the journal's folder");
        }
        try {
            String maps = Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1);
            for (String line : maps.split("\n", -1)) {
                int path = line.indexOf('/');
                if (path >= 0 && line.endsWith(COUNTERS)) {
                    String folder = line.substring(path, line.length() - COUNTERS.length());
                    return seen(
                            process, new String(folder.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                }
            }
        } catch (NoSuchFileException e) {
            throw new AuditException("there is no process " + pid, e);
        } catch (IOException e) {
            throw new AuditException(
                    "process " + pid + " can't be looked at (" + e.getMessage() + "); do it as the user it runs as", e);
        }
        throw new AuditException("process " + pid + " writes no journal; is it guarded, and has it started?");
    }

    /** A process in a container has another root. */
    private static File seen(Path process, String folder) {
        File inside = new File(process.resolve("root").toString(), folder);
        File outside = new File(folder);
        return JournalFolder.chronicle(outside).exists() ? outside : inside;
    }
}
