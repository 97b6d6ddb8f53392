package dev.remit.javaagent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The way into remit.jar: premain class, main class, and the loader of everything else, which lies in the jar under a
 * prefix that only this loader reads. Its parent is the platform loader, so the application sees no class of ours or of our
 * libraries, and we see none of the application's.
 *
 * <p>This is the one class of ours on the application's class path. It is compiled for Java 8, so that an old JVM gets a
 * sentence and not a stack trace.
 */
public final class RemitAgent extends ClassLoader {
    /** Where everything else lies in the jar. */
    static final String PREFIX = "remit/";

    /** Exit status of a JVM that was not started because its guard could not be: EX_CONFIG of sysexits.h. */
    static final int EXIT_UNGUARDED = 78;

    private static final int OLDEST_JAVA = 17;

    private static String started;

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String jarUrl;

    private RemitAgent(File file) throws IOException {
        super(platformLoader());
        this.jar = new JarFile(file, false);
        this.jarUrl = "jar:" + file.toURI() + "!/" + PREFIX;
    }

    /** Called by the JVM before the application's main. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        final String options = arguments == null ? "" : arguments;
        synchronized (RemitAgent.class) {
            if (started != null) {
                if (!started.equals(options)) {
                    halt("-javaagent is given twice, with different configurations: '" + started + "' and '" + options
                            + "'. Remove one of them (look in JAVA_TOOL_OPTIONS too).");
                }
                return;
            }
            started = options;
        }
        try {
            requireJava();
            enter("dev.remit.javaagent.premain.Bootstrap")
                    .getMethod("start", String.class, Instrumentation.class)
                    .invoke(null, options, instrumentation);
        } catch (Throwable t) {
            final Throwable cause = t instanceof InvocationTargetException ? t.getCause() : t;
            halt(
                    cause.getClass().getName().equals("dev.remit.javaagent.premain.Halt")
                            ? cause.getMessage()
                            : "the guard could not be started: " + cause);
        }
    }

    /** The command line: {@code java -jar remit.jar …}. */
    public static void main(String[] arguments) {
        try {
            requireJava();
            enter("dev.remit.javaagent.premain.CommandLine")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (Throwable t) {
            final Throwable cause = t instanceof InvocationTargetException ? t.getCause() : t;
            System.err.println("remit: " + cause);
            System.exit(70);
        }
    }

    private static Class<?> enter(String name) throws IOException, ClassNotFoundException {
        final String path = RemitAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return new RemitAgent(new File(decode(path))).loadClass(name);
    }

    /** The loader below the boot loader, whatever -Djava.system.class.loader put above it. */
    private static ClassLoader platformLoader() {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        while (loader.getParent() != null) {
            loader = loader.getParent();
        }
        return loader;
    }

    /** A file URL's path as a file name; not URLDecoder, for which a plus is a space. */
    private static String decode(String path) {
        try {
            return new java.net.URI("file://" + path).getPath();
        } catch (java.net.URISyntaxException e) {
            return path;
        }
    }

    private static void requireJava() {
        final String version = System.getProperty("java.specification.version", "0");
        final int feature = version.startsWith("1.") ? 0 : Integer.parseInt(version);
        if (feature < OLDEST_JAVA) {
            halt("Remit needs Java " + OLDEST_JAVA + " or later; this is Java " + version + " ("
                    + System.getProperty("java.home") + "). Start the application with a newer Java, or without the flag.");
        }
    }

    private static void halt(String why) {
        System.err.println("Remit: the application was not started: " + why);
        Runtime.getRuntime().halt(EXIT_UNGUARDED);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        final byte[] bytes;
        try {
            bytes = read(name.replace('.', '/') + ".class");
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] read(String name) throws IOException {
        final JarEntry entry = jar.getJarEntry(PREFIX + name);
        if (entry == null) {
            return null;
        }
        final int size = (int) entry.getSize();
        final ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(size, 32));
        final byte[] chunk = new byte[8192];
        try (InputStream in = jar.getInputStream(entry)) {
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
            }
        }
        return out.toByteArray();
    }

    /**
     * A resource of the jar's inner part. Never {@code system.properties}: Chronicle would read one of that name from
     * wherever it finds it into the System properties.
     */
    @Override
    protected URL findResource(String name) {
        if (name.endsWith("system.properties") || jar.getJarEntry(PREFIX + name) == null) {
            return null;
        }
        try {
            return new URL(jarUrl + name);
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        final URL url = findResource(name);
        return url == null ? Collections.<URL>emptyEnumeration() : Collections.enumeration(Collections.singleton(url));
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            final byte[] bytes = name.endsWith("system.properties") ? new byte[0] : read(name);
            return bytes == null ? super.getResourceAsStream(name) : new java.io.ByteArrayInputStream(bytes);
        } catch (IOException e) {
            return null;
        }
    }
}
