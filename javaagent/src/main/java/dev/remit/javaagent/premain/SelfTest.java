package dev.remit.javaagent.premain;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
    private final Object unsafe;
    private final Method allocateInstance;
    private int expectedSite = -1;
    private int firedSite = -1;

    SelfTest(EnforcementPoint enforcement, Instrumentation instrumentation) throws ReflectiveOperationException {
        this.enforcement = enforcement;
        OpenModules.open(MethodHandles.Lookup.class, SelfTest.class.getModule(), instrumentation);
        this.instrumentation = instrumentation;
        final Class<?> type = Class.forName("sun.misc.Unsafe");
        final Field theUnsafe = type.getDeclaredField("theUnsafe");
        theUnsafe.setAccessible(true);
        this.unsafe = theUnsafe.get(null);
        this.allocateInstance = type.getMethod("allocateInstance", Class.class);
    }

    /**
     * Tries every JDK site.
     *
     * @throws Halt naming the first method that did not reach the gate
     */
    void run(List<CallSite> sites) {
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
                    for (int i = 0; i < sites.size(); i++) {
                        if (sites.get(i).sink() != null) {
                            test(i, sites.get(i));
                        }
                    }
                }
            });
        } finally {
            enforcement.listen(null);
        }
    }

    private void test(int number, CallSite site) {
        boolean found = false;
        try {
            final Class<?> type = Class.forName(site.className(), true, ClassLoader.getPlatformClassLoader());
            OpenModules.open(type, SelfTest.class.getModule(), instrumentation);
            for (Method method : type.getDeclaredMethods()) {
                if (site.guards(method)) {
                    found = true;
                    method.setAccessible(true);
                    final @Nullable Object self =
                            Modifier.isStatic(method.getModifiers()) ? null : allocateInstance.invoke(unsafe, type);
                    expectFired(number, site, method, self, true);
                    expectFired(number, site, method, self, false);
                }
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Halt("self-test: " + site.className() + "." + site.method() + " can't be tried: " + e);
        }
        if (!found) {
            throw new Halt("self-test: this JDK has no " + site.className() + "." + site.method()
                    + " to guard; use a JDK from 17 to 25");
        }
    }

    private void expectFired(int number, CallSite site, Method method, @Nullable Object self, boolean reflective) {
        expectedSite = number;
        firedSite = -1;
        try {
            if (reflective) {
                method.invoke(self, defaults(method));
            } else {
                DirectCall.call(method, self);
            }
        } catch (Fired fired) {
            // as it should
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof Fired)) {
                throw notFired(site, e.getCause());
            }
        } catch (Throwable t) {
            throw notFired(site, t);
        }
        if (firedSite != number) {
            throw notFired(site, null);
        }
    }

    private static Halt notFired(CallSite site, @Nullable Throwable instead) {
        return new Halt("self-test: " + site.className() + "." + site.method() + " does not reach the guard"
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
