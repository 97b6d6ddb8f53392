package dev.remit.javaagent.hooks.files;

import static dev.remit.engine.audit.Category.SECRET;
import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Opening a file that the configuration names as a secret. Streams and random access files open in {@code java.io};
 * everything of {@code java.nio.file}, copies and mapped files too, opens in the native dispatcher. Armed only if the
 * configuration names some.
 */
public final class FilesHook implements Hook {
    private final EnforcementPoint enforcement;
    private final SecretFiles secrets;

    /** A hook for these files. */
    public FilesHook(EnforcementPoint enforcement, SecretFiles secrets) {
        this.enforcement = enforcement;
        this.secrets = secrets;
    }

    @Override
    public String library() {
        return "files";
    }

    @Override
    public List<CallSite> callSites() {
        final OpenSink io = new OpenSink(enforcement, secrets, false);
        final OpenSink nio = new OpenSink(enforcement, secrets, true);
        return List.of(
                CallSite.sink(SECRET, "java.io.FileInputStream", "open", List.of("java.lang.String"), AROUND, io),
                CallSite.sink(
                        SECRET, "java.io.RandomAccessFile", "open", List.of("java.lang.String", "int"), AROUND, io),
                CallSite.sink(
                        SECRET,
                        "sun.nio.fs.UnixNativeDispatcher",
                        "open",
                        List.of("sun.nio.fs.UnixPath", "int", "int"),
                        AROUND,
                        nio),
                CallSite.sink(
                        SECRET,
                        "sun.nio.fs.UnixNativeDispatcher",
                        "openat",
                        List.of("int", "byte[]", "int", "int"),
                        AROUND,
                        nio));
    }
}
