package dev.remit.javaagent.enforce;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An application's function that carries along whose work it is. Called in its place, by a future alone, on whatever thread.
 *
 * <p>What it throws and returns is the function's.
 */
abstract class CarryingFunction {
    private final Carried carried;
    private final Stacks stacks;

    private CarryingFunction(Carried carried, Stacks stacks) {
        this.carried = carried;
        this.stacks = stacks;
    }

    /** One of this type, which is one of those below. */
    static Object of(Class<?> type, Object function, Carried carried, Stacks stacks) {
        if (type == Function.class) {
            return new OfOne<>((Function<?, ?>) function, carried, stacks);
        }
        if (type == BiFunction.class) {
            return new OfTwo<>((BiFunction<?, ?, ?>) function, carried, stacks);
        }
        if (type == Consumer.class) {
            return new TakingOne<>((Consumer<?>) function, carried, stacks);
        }
        if (type == BiConsumer.class) {
            return new TakingTwo<>((BiConsumer<?, ?>) function, carried, stacks);
        }
        if (type == Runnable.class) {
            return new Running((Runnable) function, carried, stacks);
        }
        if (type == Supplier.class) {
            return new Giving<>((Supplier<?>) function, carried, stacks);
        }
        throw new IllegalArgumentException("no function that a future calls: type=" + type.getName());
    }

    /** The work goes on on this thread, until its stack is {@link CallStack#backTo back to} the depth that this gives. */
    final int enter(CallStack stack) {
        final int depth = stack.depth();
        if (!stack.isGuarding()) {
            stack.detach(CallStack.NO_SITE, carried, this);
        }
        return depth;
    }

    final CallStack stack() {
        return stacks.get();
    }

    private static final class OfOne<T, R> extends CarryingFunction implements Function<T, R> {
        private final Function<T, R> function;

        OfOne(Function<T, R> function, Carried carried, Stacks stacks) {
            super(carried, stacks);
            this.function = function;
        }

        @Override
        public R apply(T value) {
            final CallStack stack = stack();
            final int depth = enter(stack);
            try {
                return function.apply(value);
            } finally {
                stack.backTo(depth);
            }
        }
    }

    private static final class OfTwo<T, U, R> extends CarryingFunction implements BiFunction<T, U, R> {
        private final BiFunction<T, U, R> function;

        OfTwo(BiFunction<T, U, R> function, Carried carried, Stacks stacks) {
            super(carried, stacks);
            this.function = function;
        }

        @Override
        public R apply(T value, U other) {
            final CallStack stack = stack();
            final int depth = enter(stack);
            try {
                return function.apply(value, other);
            } finally {
                stack.backTo(depth);
            }
        }
    }

    private static final class TakingOne<T> extends CarryingFunction implements Consumer<T> {
        private final Consumer<T> function;

        TakingOne(Consumer<T> function, Carried carried, Stacks stacks) {
            super(carried, stacks);
            this.function = function;
        }

        @Override
        public void accept(T value) {
            final CallStack stack = stack();
            final int depth = enter(stack);
            try {
                function.accept(value);
            } finally {
                stack.backTo(depth);
            }
        }
    }

    private static final class TakingTwo<T, U> extends CarryingFunction implements BiConsumer<T, U> {
        private final BiConsumer<T, U> function;

        TakingTwo(BiConsumer<T, U> function, Carried carried, Stacks stacks) {
            super(carried, stacks);
            this.function = function;
        }

        @Override
        public void accept(T value, U other) {
            final CallStack stack = stack();
            final int depth = enter(stack);
            try {
                function.accept(value, other);
            } finally {
                stack.backTo(depth);
            }
        }
    }

    private static final class Running extends CarryingFunction implements Runnable {
        private final Runnable function;

        Running(Runnable function, Carried carried, Stacks stacks) {
            super(carried, stacks);
            this.function = function;
        }

        @Override
        public void run() {
            final CallStack stack = stack();
            final int depth = enter(stack);
            try {
                function.run();
            } finally {
                stack.backTo(depth);
            }
        }
    }

    private static final class Giving<T> extends CarryingFunction implements Supplier<T> {
        private final Supplier<T> function;

        Giving(Supplier<T> function, Carried carried, Stacks stacks) {
            super(carried, stacks);
            this.function = function;
        }

        @Override
        public T get() {
            final CallStack stack = stack();
            final int depth = enter(stack);
            try {
                return function.get();
            } finally {
                stack.backTo(depth);
            }
        }
    }
}
