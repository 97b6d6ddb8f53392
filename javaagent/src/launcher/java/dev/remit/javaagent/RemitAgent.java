package dev.remit.javaagent;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
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

    /** The classes that a start loads, in one piece; made by the build. */
    private static final String PACK = "start";

    /** The classes of libraries that a start has no use for, in one entry of the jar; made by the build. */
    private static final String LIBRARIES = "libraries";

    /** Exit status of a JVM that was not started because its guard could not be: EX_CONFIG of sysexits.h. */
    static final int EXIT_UNGUARDED = 78;

    private static final int OLDEST_JAVA = 17;

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
    private final byte[] pack;
    private final Map<String, int[]> places;

    /** What the names of library classes begin with; null until a class is asked for that lies nowhere else. */
    private String[] libraryPrefixes;

    /** Of each library class where its bytes begin, how many they are, and how many when inflated; null until the first is asked for. */
    private Map<String, int[]> libraries;

    /** What the bytes of library classes are deflated with; null until the first is asked for. */
    private byte[] dictionary;

    private RemitAgent(File file) throws IOException {
        super(platformLoader());
        this.jar = new JarFile(file, false);
        this.jarUrl = "jar:" + file.toURI() + "!/" + PREFIX;
        this.pack = read(PACK);
        this.places = places(pack);
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
        synchronized (getClassLoadingLock(name)) {
            final Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            final int[] place = places.get(name);
            if (place != null) {
                return defineClass(name, pack, place[0], place[1], DOMAIN);
            }
            try {
                byte[] bytes = read(name.replace('.', '/') + ".class");
                if (bytes == null) {
                    bytes = readLibrary(name);
                }
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length, DOMAIN);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Notes where each class lies in the pack: their number, of each its name and length, then their bytes. */
    private static Map<String, int[]> places(byte[] pack) throws IOException {
        if (pack == null) {
            throw new IOException("remit.jar has no " + PREFIX + PACK + ": it is damaged, fetch it again");
        }
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(pack));
        final int count = in.readInt();
        final Map<String, int[]> places = new HashMap<String, int[]>(count * 2);
        int length = 0;
        for (int i = 0; i < count; i++) {
            final String name = in.readUTF();
            final int size = in.readInt();
            places.put(name, new int[] {length, size});
            length += size;
        }
        for (int[] place : places.values()) {
            place[0] += pack.length - length;
        }
        return places;
    }

    /** The bytes of a library class; null if it is none. */
    private byte[] readLibrary(String name) throws IOException {
        final int[] place = libraryPlace(name);
        if (place == null) {
            return null;
        }
        final byte[] deflated = new byte[place[1]];
        try (DataInputStream in = openLibraries()) {
            // Of an entry that is not compressed nothing is read by this.
            for (long left = place[0]; left > 0; ) {
                final long skipped = in.skip(left);
                if (skipped <= 0) {
                    throw new IOException("remit.jar is cut: fetch it again");
                }
                left -= skipped;
            }
            in.readFully(deflated);
        }
        return inflate(deflated, place[2]);
    }

    private byte[] inflate(byte[] deflated, int size) throws IOException {
        final byte[] bytes = new byte[size];
        final Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            for (int length = 0; length < size; ) {
                final int more = inflater.inflate(bytes, length, size - length);
                if (inflater.needsDictionary()) {
                    inflater.setDictionary(dictionary);
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
        return bytes;
    }

    private synchronized int[] libraryPlace(String name) throws IOException {
        if (libraryPrefixes == null) {
            try (DataInputStream in = openLibraries()) {
                in.readInt();
                libraryPrefixes = prefixes(in);
            }
        }
        boolean is = false;
        for (String prefix : libraryPrefixes) {
            is |= name.startsWith(prefix);
        }
        if (is && libraries == null) {
            try (DataInputStream in = openLibraries()) {
                final int bodies = in.readInt();
                prefixes(in);
                dictionary = new byte[in.readInt()];
                in.readFully(dictionary);
                final Map<String, int[]> found = new HashMap<String, int[]>();
                for (int left = in.readInt(); left > 0; left--) {
                    found.put(in.readUTF(), new int[] {bodies + in.readInt(), in.readInt(), in.readInt()});
                }
                libraries = found;
            }
        }
        return is ? libraries.get(name) : null;
    }

    private static String[] prefixes(DataInputStream in) throws IOException {
        final String[] prefixes = new String[in.readInt()];
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] = in.readUTF();
        }
        return prefixes;
    }

    private DataInputStream openLibraries() throws IOException {
        final JarEntry entry = jar.getJarEntry(PREFIX + LIBRARIES);
        if (entry == null) {
            throw new IOException("remit.jar has no " + PREFIX + LIBRARIES + ": it is damaged, fetch it again");
        }
        return new DataInputStream(new BufferedInputStream(jar.getInputStream(entry)));
    }

    private byte[] read(String name) throws IOException {
        final JarEntry entry = jar.getJarEntry(PREFIX + name);
        if (entry == null) {
            return null;
        }
        final byte[] bytes = new byte[(int) entry.getSize()];
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readFully(bytes);
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
            final byte[] bytes = name.endsWith("system.properties") ? new byte[0] : read(name);
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            return null;
        }
    }
}
