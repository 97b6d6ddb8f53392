package dev.remit.javaagent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A properties file that is named on the command line. */
final class ConfigFile {
    private ConfigFile() {}

    /** @throws CommandFailure if a file is named and can't be read */
    static void check(@Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw new CommandFailure(
                    ExitStatus.UNUSABLE,
                    file
                            + (Files.exists(file)
                                    ? " can't be read; check its permissions"
                                    : " is not there; check the path"));
        }
    }
}
