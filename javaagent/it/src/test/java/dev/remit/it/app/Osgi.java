package dev.remit.it.app;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** An OSGi framework within an application, with one bundle that holds {@link Twice} and a library. */
public final class Osgi {
    private static final String ARGUMENTS = "it.arguments";

    private Osgi() {}

    /**
     * The main class.
     *
     * @param arguments the bundle, and behind it what {@link Twice} is given
     */
    public static void main(String[] arguments) throws Exception {
        System.setProperty(ARGUMENTS, String.join(" ", arguments).substring(arguments[0].length() + 1));
        final Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        Path.of("felix").toAbsolutePath().toString()));
        framework.start();
        final Bundle bundle = framework
                .getBundleContext()
                .installBundle(Path.of(arguments[0]).toUri().toString());
        bundle.start();
        framework.stop();
        framework.waitForStop(0);
    }

    /** Begins the bundle. */
    public static final class Activator implements BundleActivator {
        @Override
        public void start(BundleContext context) throws Exception {
            System.out.println("in " + Twice.class.getClassLoader().getClass().getName() + ' '
                    + context.getBundle().getSymbolicName());
            Twice.main(context.getProperty(ARGUMENTS).split(" "));
        }

        @Override
        public void stop(BundleContext context) {
            System.out.println("stopped");
        }
    }
}
