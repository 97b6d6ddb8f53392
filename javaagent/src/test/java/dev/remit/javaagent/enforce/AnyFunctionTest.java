package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AnyFunctionTest {
    /** A library's own: its functions may throw. */
    interface Supplier<T> {
        T get() throws Throwable;
    }

    interface Mapper<T, R> {
        R apply(T value) throws Throwable;
    }

    interface Action {
        void run() throws Throwable;
    }

    interface Taker<T> {
        void accept(T value) throws Throwable;
    }

    interface PairTaker<T, U> {
        void accept(T first, U second) throws Throwable;
    }

    interface Callback<T> {
        void onSuccess(T result);

        void onFailure(Throwable thrown);
    }

    /** The guard's side. */
    private static final class Ours
            implements Callable<Object>,
                    Function<Object, Object>,
                    Runnable,
                    Consumer<Object>,
                    BiConsumer<Object, Object>,
                    AnyFunction {
        final List<Object> seen = new ArrayList<>();

        @Override
        public Object call() throws IOException {
            if (seen.isEmpty()) {
                throw new IOException("nothing seen");
            }
            return seen.get(0);
        }

        @Override
        public Object apply(Object value) {
            return "of " + value;
        }

        @Override
        public void run() {
            seen.add("ran");
        }

        @Override
        public void accept(Object value) {
            seen.add(value);
        }

        @Override
        public void accept(Object first, Object second) {
            seen.add(first + "," + second);
        }
    }

    private final Ours ours = new Ours();

    private Object proxy() {
        return Proxy.newProxyInstance(
                AnyFunctionTest.class.getClassLoader(),
                new Class<?>[] {Supplier.class, Mapper.class, Action.class, Taker.class, PairTaker.class, Callback.class
                },
                ours);
    }

    @SuppressWarnings("unchecked")
    @Test
    void shouldDoAsAnyInterfaceOfTheSameShape() throws Throwable {
        final Object proxy = proxy();
        ((Action) proxy).run();
        ((Taker<String>) proxy).accept("one");
        ((PairTaker<String, Throwable>) proxy).accept("two", null);

        assertThat(ours.seen).containsExactly("ran", "one", "two,null");
        assertThat(((Supplier<Object>) proxy).get()).isEqualTo("ran");
        assertThat(((Mapper<Object, Object>) proxy).apply("it")).isEqualTo("of it");
    }

    @SuppressWarnings("unchecked")
    @Test
    void shouldBeToldOfASuccessAndOfWhatFailed() {
        final IllegalStateException failure = new IllegalStateException();
        final Callback<String> callback = (Callback<String>) proxy();
        callback.onSuccess("it");
        callback.onFailure(failure);

        assertThat(ours.seen).containsExactly("ran", failure);
    }

    @Test
    void shouldThrowWhatItThrows() {
        assertThatThrownBy(((Supplier<?>) proxy())::get)
                .isInstanceOf(IOException.class)
                .hasMessage("nothing seen");
    }

    @Test
    void shouldBeAnObjectAsAnyOther() {
        final Object proxy = proxy();

        assertThat(proxy).isEqualTo(proxy).isNotEqualTo(proxy()).hasSameHashCodeAs(proxy);
        assertThat(proxy.toString()).contains("Ours");
    }
}
