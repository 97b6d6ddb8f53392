package dev.remit.javaagent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stands where the gate stands, in classes that a test wove: says what was called. One test at a time. */
public final class RecordingGate {
    static final List<String> EVENTS = new ArrayList<>();
    /** What {@code sink} returns, or throws. */
    static Object answer;
    /** What {@code sinkResult} returns; null for what it is given. */
    static Object changed;

    private RecordingGate() {}

    static void reset() {
        EVENTS.clear();
        answer = null;
        changed = null;
    }

    public static Object sink(int site, Object self, Object first, Object second) throws Throwable {
        EVENTS.add("sink " + site + " " + of(self) + " " + first + " "
                + (second instanceof int[] numbers ? Arrays.toString(numbers) : second));
        if (answer instanceof Throwable refusal) {
            throw refusal;
        }
        return answer;
    }

    public static Object sinkResult(int site, Object self, Object first, Object result) {
        EVENTS.add("result " + site + " " + of(self) + " " + first + " " + result);
        return changed == null ? result : changed;
    }

    public static void end(int site, Object result, Throwable thrown) {
        EVENTS.add(
                "end " + site + (thrown == null ? "" : " " + thrown.getClass().getSimpleName()));
    }

    private static String of(Object self) {
        return self == null ? "static" : self.getClass().getSimpleName();
    }
}
