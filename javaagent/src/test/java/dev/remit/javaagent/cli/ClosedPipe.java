package dev.remit.javaagent.cli;

import java.io.IOException;
import java.io.OutputStream;

/** What {@code head} leaves behind when it has enough. */
final class ClosedPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
    }
}
