package dev.remit.javaagent.premain;

import dev.remit.engine.audit.count.CountersView;
import dev.remit.engine.audit.count.GuardCounter;
import dev.remit.javaagent.enforce.Problems;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The counters as a bean of the JVM's. A proxy of the platform's loader stands in the server: who asks for the bean's loader must not get ours. Registered
 * when the application has started, because it may want to choose how its server is made.
 */
final class CountersBean implements InvocationHandler {
    private static final String NAME = "dev.remit:type=Counters";

    private final CountersView counters;

    private CountersBean(CountersView counters) {
        this.counters = counters;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "getMBeanInfo" -> info();
            case "getAttribute" -> value(String.valueOf(arguments == null ? null : arguments[0]));
            case "getAttributes" -> values(arguments == null ? new String[0] : (String[]) arguments[0]);
            case "setAttributes" -> new AttributeList();
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "toString" -> NAME;
            default -> throw new AttributeNotFoundException("the guard's counters are only read");
        };
    }

    private long value(String attribute) throws AttributeNotFoundException {
        for (GuardCounter counter : GuardCounter.values()) {
            if (counter.attribute().equals(attribute)) {
                return counters.value(counter);
            }
        }
        throw new AttributeNotFoundException("the guard has no counter " + attribute);
    }

    /** One that there is not is left out, as {@link DynamicMBean#getAttributes} has it. */
    private AttributeList values(String[] attributes) {
        final AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            try {
                list.add(new Attribute(attribute, value(attribute)));
            } catch (AttributeNotFoundException e) {
                continue;
            }
        }
        return list;
    }

    private static MBeanInfo info() {
        final GuardCounter[] all = GuardCounter.values();
        final MBeanAttributeInfo[] attributes = new MBeanAttributeInfo[all.length];
        for (int i = 0; i < all.length; i++) {
            attributes[i] =
                    new MBeanAttributeInfo(all[i].attribute(), "long", all[i].description(), true, false, false);
        }
        return new MBeanInfo(DynamicMBean.class.getName(), "What the guard has counted.", attributes, null, null, null);
    }

    /** Registers the bean a while after the start. */
    static final class Later implements Runnable {
        private static final long TRIES = 60;

        private final File journal;
        private final Problems problems;

        Later(File journal, Problems problems) {
            this.journal = journal;
            this.problems = problems;
        }

        @Override
        public void run() {
            try {
                @Nullable CountersView counters = null;
                for (int i = 0; counters == null && i < TRIES; i++) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                    counters = CountersView.open(journal);
                }
                if (counters != null) {
                    register(new CountersBean(counters));
                }
            } catch (Exception | LinkageError e) {
                // Such as an image of the JVM without the management module.
                problems.fault(e);
            }
        }

        private static void register(CountersBean bean) throws JMException {
            final Object proxy = Proxy.newProxyInstance(
                    ClassLoader.getPlatformClassLoader(), new Class<?>[] {DynamicMBean.class}, bean);
            ManagementFactory.getPlatformMBeanServer().registerMBean(proxy, new ObjectName(NAME));
        }
    }
}
