package dev.remit.javaagent.weave;

import dev.remit.engine.Category;
import dev.remit.engine.session.TaskBinding;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a hook's table: a method to guard, and how. Immutable.
 *
 * @param category what the guarded call is; null where an AI agent's work begins, its model answers or a request is served, which is attributed and not decided
 * @param className the class that declares the method, as in {@code Class.getName}
 * @param subtypes whether every class below {@code className} that declares the method is guarded too
 * @param method the method's name; for advice, a {@code *} at its end stands for what the compiler numbers, as in a lambda's
 * @param arguments the arguments' types, as in {@code Class.getName}; null matches any
 * @param shape what is woven into it
 * @param advice for {@link Shape#ADVICE} the advice class's name, else null
 * @param sink for the other shapes what handles the call, else null
 * @param except classes below {@code className} that are left alone, as in {@code Class.getName}
 * @param fields fields of {@code this} that are handed to the sink in place of the arguments, as {@code name:descriptor}
 * @param called for {@link Shape#TAKE_UP} the method whose calls are meant, as {@code internal/Owner.name}, or {@code name} whoever
 *     declares it; its arguments are none or an int; else null
 * @param numbers whether the sink's second object is an {@code int[]} of the method's arguments of type int, in their order
 * @param task the task that a call of the method is; null for what is guarded
 * @param beside a class that the class's loader must find too, as in {@code Class.getName}, else it is left alone; null for none
 */
public record CallSite(
        @Nullable Category category,
        String className,
        boolean subtypes,
        String method,
        @Nullable List<String> arguments,
        Shape shape,
        @Nullable String advice,
        @Nullable Sink sink,
        List<String> except,
        List<String> fields,
        boolean numbers,
        @Nullable String called,
        @Nullable TaskBinding task,
        @Nullable String beside) {

    /** What is woven into a method. */
    public enum Shape {
        /** Byte Buddy advice, inlined: for frameworks, with the frameworks' own types. */
        ADVICE,
        /** A sink call before the body, an end after it. */
        AROUND,
        /** As {@link #AROUND}, and the sink may give what the method returns in its place, or change what it returned. */
        REPLACING,
        /** The sink sees, and may change, what the method returned; nothing before the body. */
        RESULT,
        /** A sink call before the body, or behind a constructor's, and no end: something is handed over here. */
        HAND_OVER,
        /** A constructor's last argument is a function: one takes its place that carries along whose work it is. */
        CARRYING,
        /** A sink call before, and an end after, each call of {@code called} in the body: something handed over is run here. */
        TAKE_UP
    }

    /** A framework's method, with the advice that tells the gate of it. */
    public static CallSite advice(
            @Nullable Category category,
            String className,
            String method,
            @Nullable List<String> arguments,
            String advice) {
        return new CallSite(
                category,
                className,
                false,
                method,
                arguments,
                Shape.ADVICE,
                advice,
                null,
                List.of(),
                List.of(),
                false,
                null,
                null,
                null);
    }

    /** A method in which an AI agent's work begins. */
    public static CallSite agentScope(
            String className, String method, @Nullable List<String> arguments, String advice) {
        return advice(null, className, method, arguments, advice);
    }

    /** A method whose return is the model's answer: what was asked and answered is recorded, nothing is decided. */
    public static CallSite turn(String className, String method, @Nullable List<String> arguments, String advice) {
        return advice(null, className, method, arguments, advice);
    }

    /** A method of the application, a call of which is a task. */
    public static CallSite task(
            String className, String method, @Nullable List<String> arguments, String advice, TaskBinding task) {
        return new CallSite(
                null,
                className,
                false,
                method,
                arguments,
                Shape.ADVICE,
                advice,
                null,
                List.of(),
                List.of(),
                false,
                null,
                task,
                null);
    }

    /** A method that serves a request: work that begins inside belongs to it, nothing is decided. */
    public static CallSite request(String className, String method, @Nullable List<String> arguments, String advice) {
        return advice(null, className, method, arguments, advice);
    }

    /** A method of the JDK. */
    public static CallSite sink(
            @Nullable Category category,
            String className,
            String method,
            @Nullable List<String> arguments,
            Shape shape,
            Sink sink) {
        return new CallSite(
                category, className, false, method, arguments, shape, null, sink, List.of(), List.of(), false, null,
                null, null);
    }

    /**
     * This row, for every class below the named one too.
     *
     * @param exceptions classes that only hand the call on to what another row guards, and knows better
     */
    public CallSite andSubtypes(String... exceptions) {
        return new CallSite(
                category,
                className,
                true,
                method,
                arguments,
                shape,
                advice,
                sink,
                List.of(exceptions),
                fields,
                numbers,
                called,
                task,
                beside);
    }

    /** This row, for applications whose loader of the class finds that one too: others are to feel nothing of it. */
    public CallSite beside(String other) {
        return new CallSite(
                category, className, subtypes, method, arguments, shape, advice, sink, except, fields, numbers, called,
                task, other);
    }

    /** This row, with fields of {@code this} handed over in place of the arguments: at most two, as {@code name:descriptor}. */
    public CallSite handingOver(String... names) {
        return new CallSite(
                category,
                className,
                subtypes,
                method,
                arguments,
                shape,
                advice,
                sink,
                except,
                List.of(names),
                numbers,
                called,
                task,
                beside);
    }

    /** This row, with the method's arguments of type int handed over in place of the second: flags and descriptors say what it does. */
    public CallSite handingOverNumbers() {
        return new CallSite(
                category, className, subtypes, method, arguments, shape, advice, sink, except, fields, true, called,
                task, beside);
    }

    /**
     * The calls of one method in another, or in all of a class.
     *
     * @param method the one that calls, {@code *} for all
     * @param called as {@code internal/Owner.name}, or {@code name}: what is called, on the object that stands for the work
     */
    public static CallSite takeUp(String className, String method, String called, Sink sink) {
        return new CallSite(
                null,
                className,
                false,
                method,
                null,
                Shape.TAKE_UP,
                null,
                sink,
                List.of(),
                List.of(),
                false,
                called,
                null,
                null);
    }

    /** A method of the JDK that hands something over; {@code <init>} for all constructors. */
    public static CallSite handOver(String className, String method, Sink sink) {
        return new CallSite(
                null,
                className,
                false,
                method,
                null,
                Shape.HAND_OVER,
                null,
                sink,
                List.of(),
                List.of(),
                false,
                null,
                null,
                null);
    }

    /** A class of the JDK whose constructors are handed a function, as their last argument. */
    public static CallSite carrying(String className) {
        return new CallSite(
                null,
                className,
                false,
                "<init>",
                null,
                Shape.CARRYING,
                null,
                null,
                List.of(),
                List.of(),
                false,
                null,
                null,
                null);
    }

    /** Whether this is a method of the JDK of which something is decided, and not only told. */
    public boolean isDecided() {
        return sink != null && category != null;
    }

    /** Whether a loaded method is the one this row guards. */
    public boolean guards(Method candidate) {
        if (!candidate.getName().equals(method)) {
            return false;
        }
        final Class<?>[] types = candidate.getParameterTypes();
        if (arguments == null) {
            return true;
        }
        if (types.length != arguments.size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!types[i].getTypeName().equals(arguments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
