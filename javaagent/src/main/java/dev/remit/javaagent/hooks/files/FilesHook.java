package dev.remit.javaagent.hooks.files;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
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
    public Library library() {
        return Library.of("files");
    }

    @Override
    public List<CallSite> callSites() {
        final FileSink stream = new StreamSink(enforcement, secrets);
        final FileSink open = new DispatchSink(enforcement, secrets, false);
        final FileSink move = new DispatchSink(enforcement, secrets, true);
        final FileSink rename = new RenameSink(enforcement, secrets);
        return List.of(
                new CallSite(SECRET, Target.of("java.io.FileInputStream", "open", STRING), Sunk.around(stream)),
                new CallSite(SECRET, Target.of("java.io.RandomAccessFile", "open", STRING, "int"), Sunk.around(stream)),
                new CallSite(SECRET, Target.of("java.io.File", "renameTo", "java.io.File"), Sunk.around(rename)),
                new CallSite(
                        SECRET,
                        Target.of(DISPATCHER, "open", PATH, "int", "int"),
                        Sunk.around(open).handingOverNumbers()),
                new CallSite(
                        SECRET,
                        Target.of(DISPATCHER, "openat", "int", "byte[]", "int", "int"),
                        Sunk.around(open).handingOverNumbers()),
                new CallSite(SECRET, Target.of(DISPATCHER, "rename", PATH, PATH), Sunk.around(move)),
                new CallSite(
                        SECRET,
                        Target.of(DISPATCHER, "renameat", "int", "byte[]", "int", "byte[]"),
                        Sunk.around(move).handingOverNumbers()),
                new CallSite(SECRET, Target.of(DISPATCHER, "link", PATH, PATH), Sunk.around(move)));
    }
}
