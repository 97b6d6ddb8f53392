package dev.remit.javaagent.premain;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows, before {@code main}, that each woven method of the JDK reaches the gate: called directly and through
 * reflection. The call ends in the gate, before the method's own first instruction, so the
 * object it is called on needs no constructor and nothing is connected, started or read.
 */
final class SelfTest {
    private final EnforcementPoint enforcement;
    private final Instrumentation instrumentation;
    private int expectedSite = -1;
    private int firedSite = -1;

    SelfTest(EnforcementPoint enforcement, Instrumentation instrumentation) {
        this.enforcement = enforcement;
        OpenModules.open(MethodHandles.Lookup.class, SelfTest.class.getModule(), instrumentation);
        this.instrumentation = instrumentation;
    }

    /**
     * Tries every JDK site that decides: directly each, and one of each hook through reflection too, which enters the same woven body.
     *
     * @throws Halt naming the first method that did not reach the gate
     */
    void run(List<Hook> hooks, List<CallSite> sites) {
        final Thread self = Thread.currentThread();
        enforcement.listen(new IntConsumer() {
            @Override
            public void accept(int site) {
                if (site == expectedSite && Thread.currentThread() == self) {
                    firedSite = site;
                    throw new Fired();
                }
            }
        });
        try {
            // Unguarded: what the test itself opens and loads is no call of the application's.
            enforcement.unguarded(new Runnable() {
                @Override
                public void run() {
                    int number = 0;
                    for (Hook hook : hooks) {
                        boolean reflective = true;
                        for (int i = hook.callSites().size(); i > 0; i--) {
                            final CallSite site = sites.get(number);
                            if (site.isDecidedSink()
                                    && site.target().since()
                                            <= Runtime.version().feature()) {
                                test(number, site, reflective);
                                reflective = false;
                            }
                            number++;
                        }
                    }
                }
            });
        } finally {
            enforcement.listen(null);
        }
    }

    private void test(int number, CallSite site, boolean reflective) {
        boolean found = false;
        try {
            final Class<?> type = Class.forName(site.target().className(), true, ClassLoader.getPlatformClassLoader());
            OpenModules.open(type, SelfTest.class.getModule(), instrumentation);
            for (Method method : type.getDeclaredMethods()) {
                if (site.target().matches(method)) {
                    expect(number);
                    final HiddenCode.Outcome outcome = DirectCall.call(method);
                    requireFired(site, outcome.thrown());
                    if (reflective && !found) {
                        expect(number);
                        requireFired(site, ReflectiveCall.call(method, outcome.object(), defaults(method)));
                    }
                    found = true;
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Halt("self-test: " + site.target() + " can't be tried: " + e);
        }
        if (!found) {
            throw new Halt("self-test: this JDK has no " + site.target() + " to guard; use a JDK from 17 to 25");
        }
    }

    private void expect(int number) {
        expectedSite = number;
        firedSite = -1;
    }

    private void requireFired(CallSite site, @Nullable Throwable thrown) {
        if (firedSite != expectedSite || !(thrown instanceof Fired)) {
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

    /** Says that the gate was reached. */
    private static final class Fired extends Error {
        private static final long serialVersionUID = 1L;

        Fired() {
            super(null, null, false, false);
        }
    }
}
