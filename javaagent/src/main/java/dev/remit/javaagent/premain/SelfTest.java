package dev.remit.javaagent.premain;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Weaver;
import dev.remit.javaagent.weave.WovenMethod;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Shows, before {@code main}, that each woven method of the JDK reaches the gate: called directly and through
 * reflection. The call ends in the gate, before the method's own first instruction, so the
 * object it is called on needs no constructor and nothing is connected, started or read.
 *
 * <p>Two threads may share the work, hook by hook: one takes them from the front, the other from the end.
 */
final class SelfTest {
    private final EnforcementPoint enforcement;
    private final Instrumentation instrumentation;
    private final Deque<List<Row>> untested = new ArrayDeque<>();

    /** What each thread waits for; by its thread. */
    private final Map<Thread, Expected> expected = new ConcurrentHashMap<>();

    SelfTest(EnforcementPoint enforcement, Instrumentation instrumentation) {
        this.enforcement = enforcement;
        this.instrumentation = instrumentation;
    }

    /** From now on there is something to test: every JDK site that decides. */
    void begin(List<Hook> hooks, Weaver weaver) {
        OpenModules.open(MethodHandles.Lookup.class, SelfTest.class.getModule(), instrumentation);
        enforcement.listen(new IntConsumer() {
            @Override
            public void accept(int site) {
                final @Nullable Expected here = expected.get(Thread.currentThread());
                if (here != null && here.site == site) {
                    here.fired = true;
                    throw new Fired();
                }
            }
        });
        int number = 0;
        for (Hook hook : hooks) {
            final List<Row> rows = new ArrayList<>();
            for (CallSite site : hook.callSites()) {
                if (site.isDecidedSink()
                        && site.target().since() <= Runtime.version().feature()) {
                    rows.add(new Row(number, site, weaver));
                }
                number++;
            }
            if (!rows.isEmpty()) {
                add(rows);
            }
        }
    }

    private synchronized void add(List<Row> rows) {
        untested.addLast(rows);
    }

    private synchronized @Nullable List<Row> take(boolean first) {
        return first ? untested.pollFirst() : untested.pollLast();
    }

    /** Behind the last call of {@link #run}, on whatever thread. */
    void end() {
        enforcement.listen(null);
    }

    /**
     * Tries what no other thread has begun to: each site directly, and the last of each hook through reflection too, which enters the same woven body, but
     * asks the class for all its methods first, and so for the classes that they name. Tries nothing before {@link #begin}.
     *
     * @param fromFirst whether to begin at the first hook or at the last
     * @throws Halt naming the first method that did not reach the gate
     */
    void run(boolean fromFirst) {
        // Unguarded: what the test itself opens and loads is no call of the application's.
        enforcement.unguarded(new Runnable() {
            @Override
            public void run() {
                for (List<Row> rows = take(fromFirst); rows != null; rows = take(fromFirst)) {
                    for (int i = 0; i < rows.size(); i++) {
                        test(rows.get(i), i == rows.size() - 1);
                    }
                }
            }
        });
    }

    private void test(Row row, boolean reflective) {
        final CallSite site = row.site();
        try {
            final Class<?> type = Class.forName(site.target().className(), true, ClassLoader.getPlatformClassLoader());
            OpenModules.open(type, SelfTest.class.getModule(), instrumentation);
            final List<WovenMethod> methods = row.weaver().decidedAt(row.number());
            if (methods.isEmpty()) {
                throw new Halt("self-test: this JDK has no " + site.target() + " to guard; use a JDK from 17 to 25");
            }
            @Nullable Object object = null;
            for (WovenMethod method : methods) {
                final Expected direct = expect(row.number());
                final HiddenCode.Outcome outcome = DirectCall.call(type, method);
                requireFired(direct, site, outcome.thrown());
                object = outcome.object();
            }
            if (reflective) {
                final Method method = reflected(type, methods.get(methods.size() - 1));
                final Expected reflected = expect(row.number());
                requireFired(reflected, site, ReflectiveCall.call(method, object, defaults(method)));
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Halt("self-test: " + site.target() + " can't be tried: " + e);
        }
    }

    private static Method reflected(Class<?> type, WovenMethod woven) throws NoSuchMethodException {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(woven.name())
                    && Type.getMethodDescriptor(method).equals(woven.descriptor())) {
                return method;
            }
        }
        throw new NoSuchMethodException(type.getName() + '.' + woven.name() + woven.descriptor());
    }

    private Expected expect(int number) {
        final Expected here = new Expected(number);
        expected.put(Thread.currentThread(), here);
        return here;
    }

    private static void requireFired(Expected here, CallSite site, @Nullable Throwable thrown) {
        if (!here.fired || !(thrown instanceof Fired)) {
            throw notFired(site, thrown);
        }
    }

    private static Halt notFired(CallSite site, @Nullable Throwable instead) {
        return new Halt("self-test: " + site.target() + " does not reach the guard"
                + (instead == null ? "" : " (" + instead + ")")
                + "; is another javaagent changing it? Start without that, or with mode=observe");
    }

    private static @Nullable Object[] defaults(Method method) {
        final Class<?>[] types = method.getParameterTypes();
        final @Nullable Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i] == int.class) {
                arguments[i] = 0;
            } else if (types[i] == long.class) {
                arguments[i] = 0L;
            } else if (types[i] == boolean.class) {
                arguments[i] = false;
            } else if (types[i] == String.class) {
                arguments[i] = "";
            }
        }
        return arguments;
    }

    /**
     * What is tried.
     *
     * @param number the call site's
     * @param weaver knows its methods
     */
    private record Row(int number, CallSite site, Weaver weaver) {}

    /** A call that a thread makes: the site whose gate it is to reach, and whether it did. Confined to that thread. */
    private static final class Expected {
        private final int site;
        private boolean fired;

        Expected(int site) {
            this.site = site;
        }
    }

    /** Says that the gate was reached. */
    private static final class Fired extends Error {
        private static final long serialVersionUID = 1L;

        Fired() {
            super(null, null, false, false);
        }
    }
}
