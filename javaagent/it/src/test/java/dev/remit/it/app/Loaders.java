package dev.remit.it.app;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application that deploys its parts again and again, each in a class loader of its own that it drops. */
public final class Loaders {
    private static final int COUNT = 1000;
    private static final int PATIENCE = 50;

    private Loaders() {}

    /**
     * The main class.
     *
     * @param arguments what each loader reads: jars and folders, and behind them a guarded class of theirs
     */
    public static void main(String[] arguments) throws Exception {
        final URL[] parts = new URL[arguments.length - 1];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = new File(arguments[i]).toURI().toURL();
        }
        final ExecutorService executor = Executors.newFixedThreadPool(2);
        final Map<String, Integer> outcomes = new TreeMap<>();
        final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            // A library's class takes longer to load than ours; a hundred of them tell as much.
            final String guarded = i % 10 == 0 ? arguments[parts.length] : "dev.remit.it.app.Bundled";
            loaders.add(new WeakReference<>(deploy(parts, guarded, executor, outcomes)));
        }
        System.out.println(outcomes);
        int alive = COUNT;
        for (int i = 0; i < PATIENCE && alive > 0; i++) {
            System.gc();
            alive = (int)
                    loaders.stream().filter(loader -> loader.get() != null).count();
        }
        System.out.println("alive " + alive);
        System.out.println(
                "unloaded " + (ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount() > COUNT));
        executor.shutdown();
    }

    private static ClassLoader deploy(
            URL[] parts, String guarded, ExecutorService executor, Map<String, Integer> outcomes) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(parts, ClassLoader.getPlatformClassLoader())) {
            Class.forName(guarded, true, loader);
            final Callable<?> work = (Callable<?>) loader.loadClass("dev.remit.it.app.Bundled")
                    .getConstructor()
                    .newInstance();
            outcomes.merge(String.valueOf(work.call()), 1, Integer::sum);
            outcomes.merge(String.valueOf(executor.submit(work).get()), 1, Integer::sum);
            outcomes.merge(
                    CompletableFuture.supplyAsync(() -> outcome(work), executor).get(), 1, Integer::sum);
            return loader;
        }
    }

    private static String outcome(Callable<?> work) {
        try {
            return String.valueOf(work.call());
        } catch (Exception e) {
            return e.toString();
        }
    }
}
