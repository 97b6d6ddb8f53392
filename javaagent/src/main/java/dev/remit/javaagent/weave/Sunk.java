package dev.remit.javaagent.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a {@link Sink} through the gate, in plain byte code: for the JDK, whose classes see no types of ours. Immutable.
 *
 * @param shape where it stands
 * @param sink what handles the call; null for {@link Shape#CARRYING}, which the gate does by itself
 * @param fields fields of {@code this} that are handed to the sink in place of the arguments, as {@code name:descriptor}
 * @param numbers whether the sink's second object is an {@code int[]} of the method's arguments of type int, in their order
 * @param called for {@link Shape#TAKE_UP} the method whose calls are meant, as {@code internal/Owner.name}, or {@code name} whoever
 *     declares it; its arguments are none or an int; else null
 */
public record Sunk(
        Shape shape,
        @Nullable Sink sink,
        List<String> fields,
        boolean numbers,
        @Nullable String called) implements Weaving {

    /** Where a sink is called. */
    public enum Shape {
        /** Before the body; an end after it. */
        AROUND,
        /** As {@link #AROUND}, and the sink may give what the method returns in its place, or change what it returned. */
        REPLACING,
        /** Behind the body: the sink sees, and may change, what the method returned. */
        RESULT,
        /** Before the body, or behind a constructor's, and no end: something is handed over here. */
        HAND_OVER,
        /** A constructor's last argument is a function: one takes its place that carries along whose work it is. */
        CARRYING,
        /** Before, and an end after, each call of {@code called} in the body: something handed over is run here. */
        TAKE_UP
    }

    /** Of {@link Shape#AROUND}. */
    public static Sunk around(Sink sink) {
        return of(Shape.AROUND, sink);
    }

    /** Of {@link Shape#REPLACING}. */
    public static Sunk replacing(Sink sink) {
        return of(Shape.REPLACING, sink);
    }

    /** Of {@link Shape#RESULT}. */
    public static Sunk result(Sink sink) {
        return of(Shape.RESULT, sink);
    }

    /** Of {@link Shape#HAND_OVER}. */
    public static Sunk handOver(Sink sink) {
        return of(Shape.HAND_OVER, sink);
    }

    /** Of {@link Shape#CARRYING}. */
    public static Sunk carrying() {
        return of(Shape.CARRYING, null);
    }

    /** Of {@link Shape#TAKE_UP}, around the calls of {@code called}. */
    public static Sunk takeUp(String called, Sink sink) {
        return new Sunk(Shape.TAKE_UP, sink, List.of(), false, called);
    }

    private static Sunk of(Shape shape, @Nullable Sink sink) {
        return new Sunk(shape, sink, List.of(), false, null);
    }

    /** This, with fields of {@code this} handed over in place of the arguments: at most two, as {@code name:descriptor}. */
    public Sunk handingOver(String... names) {
        return new Sunk(shape, sink, List.of(names), numbers, called);
    }

    /** This, with the method's arguments of type int handed over in place of the second: flags and descriptors say what it does. */
    public Sunk handingOverNumbers() {
        return new Sunk(shape, sink, fields, true, called);
    }
}
