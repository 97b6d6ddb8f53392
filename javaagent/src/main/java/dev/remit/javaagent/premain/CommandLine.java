package dev.remit.javaagent.premain;

import dev.remit.javaagent.cli.RemitCommand;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** {@code java -jar remit.jar …}, inside our own loader. */
public final class CommandLine {
    private CommandLine() {}

    /** Runs the command and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        final PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), false);
        final PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        final int status = RemitCommand.run(arguments, out, err);
        out.flush();
        err.flush();
        System.exit(status);
    }
}
