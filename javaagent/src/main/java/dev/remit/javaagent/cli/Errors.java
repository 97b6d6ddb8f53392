package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into a line on stderr and an exit status; never a stack trace. */
final class Errors {
    private Errors() {}

    static int ofParameters(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        StringBuilder text = new StringBuilder(withoutStop(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                text.append(", did you mean ").append(String.join(" or ", near)).append('?');
            }
        }
        print(
                command.getErr(),
                text + (text.toString().endsWith("?") ? "" : ".") + " See: "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.UNUSABLE;
    }

    static int ofExecution(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof CommandFailure failure) {
            print(err, String.valueOf(failure.getMessage()));
            return failure.status();
        }
        if (e instanceof AuditException || e instanceof IOException) {
            print(err, String.valueOf(e.getMessage()));
            return ExitStatus.UNUSABLE;
        }
        StackTraceElement[] trace = e.getStackTrace();
        print(err, "a fault of Remit itself, please report it: " + e + (trace.length == 0 ? "" : " at " + trace[0]));
        return ExitStatus.FAULT;
    }

    /** A line that says where it comes from, whatever the text holds. */
    static void print(PrintWriter err, String text) {
        err.print("remit: ");
        err.print(text.replace('\n', ' ').replace('\r', ' ').replace('\u001B', '\uFFFD'));
        err.print('\n');
        err.flush();
    }

    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
