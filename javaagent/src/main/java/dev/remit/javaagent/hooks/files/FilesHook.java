package dev.remit.javaagent.hooks.files;

import static dev.remit.engine.Category.SECRET;
import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * Opening a file that the configuration names as a secret. Streams and random access files open in {@code java.io};
 * everything of {@code java.nio.file}, copies and mapped files too, opens in the native dispatcher of Unix systems. To give a
 * secret another name, by which it could then be read, is to fetch it. Armed only if the configuration names some, or
 * variables that the files of {@code /proc} show.
 */
public final class FilesHook implements Hook {
    private static final String STRING = "java.lang.String";
    private static final String PATH = "sun.nio.fs.UnixPath";
    private static final String DISPATCHER = "sun.nio.fs.UnixNativeDispatcher";

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
        final FileSink stream = new StreamSink(enforcement, secrets);
        final FileSink open = new DispatchSink(enforcement, secrets, false);
        final FileSink move = new DispatchSink(enforcement, secrets, true);
        final FileSink rename = new RenameSink(enforcement, secrets);
        return List.of(
                CallSite.sink(SECRET, "java.io.FileInputStream", "open", List.of(STRING), AROUND, stream),
                CallSite.sink(SECRET, "java.io.RandomAccessFile", "open", List.of(STRING, "int"), AROUND, stream),
                CallSite.sink(SECRET, "java.io.File", "renameTo", List.of("java.io.File"), AROUND, rename),
                CallSite.sink(SECRET, DISPATCHER, "open", List.of(PATH, "int", "int"), AROUND, open)
                        .handingOverNumbers(),
                CallSite.sink(SECRET, DISPATCHER, "openat", List.of("int", "byte[]", "int", "int"), AROUND, open)
                        .handingOverNumbers(),
                CallSite.sink(SECRET, DISPATCHER, "rename", List.of(PATH, PATH), AROUND, move),
                CallSite.sink(SECRET, DISPATCHER, "renameat", List.of("int", "byte[]", "int", "byte[]"), AROUND, move)
                        .handingOverNumbers(),
                CallSite.sink(SECRET, DISPATCHER, "link", List.of(PATH, PATH), AROUND, move));
    }
}
