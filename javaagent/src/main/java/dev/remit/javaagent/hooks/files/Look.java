package dev.remit.javaagent.hooks.files;

import org.jspecify.annotations.Nullable;

/** One look at what is behind a path: the part of a decision that touches the file system, and runs unguarded. Used once. */
final class Look implements Runnable {
    private final FileSink sink;
    private final @Nullable Object self;
    private final @Nullable Object first;
    private final @Nullable Object second;
    private @Nullable FoundSecret found;

    Look(FileSink sink, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
        this.sink = sink;
        this.self = self;
        this.first = first;
        this.second = second;
    }

    @Override
    public void run() {
        found = sink.look(self, first, second);
    }

    /** The secret that was found, or null. */
    @Nullable
    FoundSecret found() {
        return found;
    }
}
