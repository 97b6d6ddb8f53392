package dev.remit.javaagent;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

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

    /** The entry of the classes that a start loads; made by the build, whose ClassPack says how. */
    private static final String START = "start";

    /** The entry of all other classes, which are deflated one by one. */
    private static final String OTHERS = "classes";

    /** Exit status of a JVM that was not started because its guard could not be: EX_CONFIG of sysexits.h. */
    static final int EXIT_UNGUARDED = 78;

    private static final int OLDEST_JAVA = 17;

    /** The JVM reads into memory of its own first, and asks the system for all of it when it is more than this. */
    private static final int PIECE_BYTES = 1 << 16;

    /**
     * Ours where the JVM is started with a security manager, so that its policy's grant to remit.jar is one to all of it; else none, for the JVM makes a
     * text of its place for each class.
     */
    private static final ProtectionDomain DOMAIN =
            System.getProperty("java.security.manager") == null ? null : RemitAgent.class.getProtectionDomain();

    private static String started;

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String jarUrl;
    private final byte[] start;

    /** The head of the pack of the other classes; null until the first of them is asked for. */
    private volatile byte[] others;

    private RemitAgent(File file) throws IOException {
        super(platformLoader());
        this.jar = new JarFile(file, false);
        this.jarUrl = "jar:" + file.toURI() + "!/" + PREFIX;
        this.start = read(START);
        if (start == null) {
            throw new IOException("remit.jar has no " + PREFIX + START + ": it is damaged, fetch it again");
        }
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

    /** What the packs have no parent has: each would make an exception to say so, of every class. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        final byte[] head = others;
        return row(start, name) != 0 || (head != null && row(head, name) != 0)
                ? findClass(name)
                : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            final Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            final byte[] bytes;
            try {
                final int row = row(start, name);
                if (row != 0) {
                    return defineClass(name, start, number(start, row), number(start, row + 4), DOMAIN);
                }
                bytes = readOther(name);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length, DOMAIN);
        }
    }

    /** Where a pack's head says of a class where its bytes are, how many, and how many when inflated; zero where it has no such class. */
    private static int row(byte[] head, String name) {
        final int last = number(head, 8) - 1;
        for (int slot = name.hashCode() & last; ; slot = slot + 1 & last) {
            final int at = number(head, 12 + 4 * slot);
            if (at == 0) {
                return 0;
            }
            final int length = (head[at] & 0xff) << 8 | head[at + 1] & 0xff;
            if (length == name.length() && name.equals(new String(head, at + 2, length, StandardCharsets.ISO_8859_1))) {
                return at + 2 + length;
            }
        }
    }

    private static int number(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    /** A class as its class file, which advice is read as; null if it is none. */
    private byte[] readClass(String name) throws IOException {
        final int row = row(start, name);
        return row == 0
                ? readOther(name)
                : Arrays.copyOfRange(start, number(start, row), number(start, row) + number(start, row + 4));
    }

    /** The bytes of a class that a start has no use for; null if it is none. */
    private byte[] readOther(String name) throws IOException {
        final byte[] head = others();
        final int row = row(head, name);
        if (row == 0) {
            return null;
        }
        final byte[] deflated = new byte[number(head, row + 4)];
        try (DataInputStream in = open(OTHERS)) {
            // Of an entry that is not compressed nothing is read by this.
            for (long left = number(head, row); left > 0; ) {
                final long skipped = in.skip(left);
                if (skipped <= 0) {
                    throw new IOException("remit.jar is cut: fetch it again");
                }
                left -= skipped;
            }
            in.readFully(deflated);
        }
        final byte[] bytes = new byte[number(head, row + 8)];
        inflate(deflated, bytes, head);
        return bytes;
    }

    private static void inflate(byte[] deflated, byte[] bytes, byte[] head) throws IOException {
        final Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            for (int length = 0; length < bytes.length; ) {
                final int more = inflater.inflate(bytes, length, bytes.length - length);
                if (inflater.needsDictionary()) {
                    inflater.setDictionary(head, head.length - number(head, 4), number(head, 4));
                } else if (more == 0) {
                    throw new IOException("remit.jar is cut: fetch it again");
                }
                length += more;
            }
        } catch (DataFormatException e) {
            throw new IOException("remit.jar is damaged: fetch it again", e);
        } finally {
            inflater.end();
        }
    }

    private synchronized byte[] others() throws IOException {
        if (others == null) {
            try (DataInputStream in = open(OTHERS)) {
                final byte[] head = new byte[in.readInt()];
                in.readFully(head, 4, head.length - 4);
                others = head;
            }
        }
        return others;
    }

    private DataInputStream open(String pack) throws IOException {
        final JarEntry entry = jar.getJarEntry(PREFIX + pack);
        if (entry == null) {
            throw new IOException("remit.jar has no " + PREFIX + pack + ": it is damaged, fetch it again");
        }
        return new DataInputStream(jar.getInputStream(entry));
    }

    private byte[] read(String name) throws IOException {
        final JarEntry entry = jar.getJarEntry(PREFIX + name);
        if (entry == null) {
            return null;
        }
        final byte[] bytes = new byte[(int) entry.getSize()];
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
                in.readFully(bytes, at, Math.min(PIECE_BYTES, bytes.length - at));
            }
        }
        return bytes;
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
            byte[] bytes = name.endsWith("system.properties") ? new byte[0] : read(name);
            if (bytes == null && name.endsWith(".class")) {
                bytes = readClass(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'));
            }
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            return null;
        }
    }
}
