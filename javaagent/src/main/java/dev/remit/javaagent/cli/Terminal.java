package dev.remit.javaagent.cli;

import java.io.Console;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Whether people or programs read what is printed. */
final class Terminal {
    private static final int COLUMNS_ELSEWHERE = 100;

    private Terminal() {}

    /** How many columns there are to print in: the terminal's, or 100 where there is none. */
    static int width() {
        return isAttached() ? new UsageMessageSpec().autoWidth(true).width() : COLUMNS_ELSEWHERE;
    }

    /** Whether both input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // asked below, where there may be one without a terminal
    static boolean isAttached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there may be a console without a terminal.
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
