package dev.remit.cedar.format;

import java.util.ArrayDeque;
import java.util.Deque;

/** Decides where lines end and writes them. For one document; recursion is on a stack of its own, as texts may be long. */
final class Printer {
    private static final int INDENT = 4;

    /** Deeper nesting is not indented further, so that the output grows with the input and not with its square. */
    private static final int DEEPEST = 15 * INDENT;

    private static final int NONE = -1;

    private final int width;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Task> tasks = new ArrayDeque<>();
    private int column;

    /** Where the line begins that is due before the next word; {@link #NONE} if none is. */
    private int due = NONE;

    private boolean spaceDue;
    private boolean emptyLineDue;

    /** Whether a comment stands on this line, so that no word can. */
    private boolean ended;

    /** A piece to be written: how deep it stands, and whether a group around it is on one line. */
    private record Task(Doc doc, int indent, boolean flat) {}

    Printer(int width) {
        this.width = width;
    }

    String print(Doc doc) {
        tasks.push(new Task(doc, 0, false));
        while (!tasks.isEmpty()) {
            print(tasks.pop());
        }
        return out.isEmpty() ? "" : out.append('\n').toString();
    }

    private void print(Task task) {
        Doc doc = task.doc;
        if (doc instanceof Doc.Parts parts) {
            for (int i = parts.parts().size() - 1; i >= 0; i--) {
                tasks.push(new Task(parts.parts().get(i), task.indent, task.flat));
            }
        } else if (doc instanceof Doc.Text text) {
            text(text.text(), task.indent);
        } else if (doc instanceof Doc.Space) {
            spaceDue = true;
        } else if (doc instanceof Doc.Line line) {
            line(line, task);
        } else if (doc instanceof Doc.Above above) {
            above(above, task.indent);
        } else if (doc instanceof Doc.Behind behind) {
            spaceDue = true;
            write(behind.comment());
            ended = true;
        } else if (doc instanceof Doc.Indented indented) {
            tasks.push(new Task(indented.content(), Math.min(DEEPEST, task.indent + INDENT), task.flat));
        } else if (doc instanceof Doc.Tail tail) {
            tasks.push(new Task(tail.content(), task.indent, task.flat));
        } else if (doc instanceof Doc.Group group) {
            tasks.push(new Task(group.content(), task.indent, task.flat || fits(group, task.indent)));
        }
    }

    private boolean fits(Doc.Group group, int indent) {
        Size size = group.size();
        int start = column + (spaceDue ? 1 : 0);
        if (due != NONE) {
            start = due;
        } else if (ended || size.above()) {
            start = indent;
        }
        int end = start + size.flat();
        boolean lineEnds = size.behind();
        // What stands behind up to the next place for a break has to fit too. Groups around this one are broken: any
        // will do.
        for (Task next : tasks) {
            if (lineEnds || end > width) {
                break;
            }
            end += next.doc.size().head();
            lineEnds = next.doc.size().ends();
        }
        return end <= width;
    }

    private void line(Doc.Line line, Task task) {
        if (task.flat) {
            spaceDue |= line.spaced();
        } else {
            due = task.indent;
            emptyLineDue |= line.apart();
        }
    }

    private void above(Doc.Above above, int indent) {
        for (Word.Comment comment : above.comments()) {
            due = indent;
            emptyLineDue |= comment.apart();
            write(comment.text());
            ended = true;
        }
        emptyLineDue = above.apart();
    }

    private void text(String text, int indent) {
        if (ended && due == NONE) {
            due = indent;
        }
        write(text);
    }

    private void write(String text) {
        if (due != NONE) {
            if (!out.isEmpty()) {
                out.append(emptyLineDue ? "\n\n" : "\n");
            }
            out.append(" ".repeat(due));
            column = due;
        } else if (spaceDue) {
            out.append(' ');
            column++;
        }
        due = NONE;
        spaceDue = false;
        emptyLineDue = false;
        ended = false;
        out.append(text);
        int line = text.lastIndexOf('\n') + 1;
        column = (line == 0 ? column : 0) + Size.width(text.substring(line));
    }
}
