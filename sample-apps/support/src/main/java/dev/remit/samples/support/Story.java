package dev.remit.samples.support;

import dev.remit.samples.support.agent.ToolListener;
import java.io.PrintStream;

/** Prints what happens, as it happens, one line or paragraph an event. Thread-safe. */
final class Story implements ToolListener {

    private static final int WIDTH = 116;
    private static final int INDENT = 18;

    private final PrintStream out;

    Story(PrintStream out) {
        this.out = out;
    }

    /** {@code who} and what they say or did, wrapped. */
    synchronized void tell(String who, String what) {
        StringBuilder text = new StringBuilder(String.format("  %-" + (INDENT - 2) + "s", who));
        int column = INDENT;
        for (String line : what.split("\n", -1)) {
            for (String word : line.split(" ", -1)) {
                if (column > INDENT && column + word.length() > WIDTH) {
                    text.append('\n').append(" ".repeat(INDENT));
                    column = INDENT;
                }
                text.append(word).append(' ');
                column += word.length() + 1;
            }
            column = WIDTH + 1;
        }
        out.println(text.toString().replaceAll(" +(?=\n|$)", ""));
    }

    @Override
    public void called(String tool, String arguments) {
        tell("agent calls", tool + " " + arguments);
    }

    @Override
    public void answered(String tool, String result) {
        tell("  is told", result);
    }
}
