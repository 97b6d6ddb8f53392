package dev.remit.javaagent.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** What a command printed and how it ended. */
record CommandRun(int status, String out, String err) {
    static CommandRun of(String... args) {
        return withEnvironment(Map.of(), args);
    }

    static CommandRun withEnvironment(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = RemitCommand.run(args, new PrintWriter(out), new PrintWriter(err), environment);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
