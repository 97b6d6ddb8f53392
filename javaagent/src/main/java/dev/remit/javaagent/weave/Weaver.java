package dev.remit.javaagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the call sites of all hooks as their classes are loaded.
 *
 * <p>The JVM ignores what a transformer throws, and runs the class as it was: that is the one place where a guard could fail
 * open without anyone seeing it. So every throwable goes to {@link Problems}, and in {@code enforce} the class is made
 * unloadable.
 *
 * <p>Thread-safe: classes are loaded by any thread.
 */
public final class Weaver implements ClassFileTransformer {
    /** What the weaver could not do. */
    public interface Problems {
        /**
         * A guarded class could not be woven.
         *
         * @return whether the class may run unguarded
         */
        boolean notWoven(String className, Throwable why);

        /**
         * A guarded class is of a version that no hook was made for, and is not woven.
         *
         * @param jar where it comes from, and what is known
         * @return whether the class may run unguarded
         */
        boolean unknownVersion(String className, String jar);

        /** A guarded class has none of the methods that its rows name: a version that no hook recognises. */
        void notRecognised(String className);

        /** A method that is to be a task or a tool is not there: the class runs without. The message names place and remedy. */
        void notBound(String message);
    }

    /** A class file that no JVM accepts. */
    private static final byte[] UNLOADABLE = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe};

    private final Tables tables;

    /** What a class mentions that a table or an annotation may concern that does not name it. */
    private final byte[] @Nullable [] @Nullable [] words;

    /** The annotations alone. */
    private final byte[] @Nullable [] @Nullable [] annotations;

    private final List<AnnotatedMethods> annotated;

    /** A class that many loaders bring is the same methods: their sites need no number each. */
    private final Map<CallSite, Integer> annotatedSites = new ConcurrentHashMap<>();

    /** Methods of the JDK in which calls are decided, as they are woven. */
    private final List<WovenMethod> decided = new CopyOnWriteArrayList<>();

    private final Problems problems;
    private final ClassLoader ourLoader;
    private final ClassLoader platformLoader = ClassLoader.getPlatformClassLoader();
    private final ClassLoader systemLoader = ClassLoader.getSystemClassLoader();
    private volatile @Nullable AdviceWeaver adviceWeaver;

    /**
     * @param tables every call site
     * @param annotated what further ones there are
     */
    public Weaver(Tables tables, List<AnnotatedMethods> annotated, Problems problems) {
        this.tables = tables;
        this.problems = problems;
        this.annotated = annotated;
        this.ourLoader = Weaver.class.getClassLoader();
        this.words = byLength(tables.methodsBelow(), annotated);
        this.annotations = byLength(Set.of(), annotated);
    }

    /**
     * Whether a class may be one to weave; for what must be retransformed because it was loaded before us, by another javaagent or from an archive
     * of classes.
     */
    public boolean isGuarded(Class<?> type) {
        if (tables.name(type.getName().replace('.', '/'))) {
            return true;
        }
        final @Nullable ClassLoader loader = type.getClassLoader();
        if (loader == null || loader == platformLoader || loader == ourLoader || type.isArray()) {
            return false;
        }
        // Of the launcher, which is there in every application, nothing needs to be asked.
        return isBelowGuarded(type) || loader == systemLoader && type != ourLoader.getClass() && mayBeAnnotated(type);
    }

    /** The methods of the JDK that a call site which decides is woven into by now. */
    public List<WovenMethod> decidedAt(int site) {
        final List<WovenMethod> methods = new ArrayList<>();
        for (WovenMethod method : decided) {
            if (method.site() == site && !methods.contains(method)) {
                methods.add(method);
            }
        }
        return methods;
    }

    /** Asks the class file: reflection would load more classes. */
    private boolean mayBeAnnotated(Class<?> type) {
        try (InputStream in = systemLoader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in != null && ClassFile.mentions(in.readAllBytes(), annotations);
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isBelowGuarded(Class<?> type) {
        for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (tables.isTop(at.getName())) {
                return true;
            }
            for (Class<?> each : at.getInterfaces()) {
                if (isBelowGuarded(each)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (name == null || loader == ourLoader) {
            return null;
        }
        try {
            final @Nullable List<Row> named = beside(tables.of(name), loader);
            final @Nullable String unknown = named == null ? null : tables.unknownVersion(name, domain);
            if (unknown != null) {
                return problems.unknownVersion(name.replace('/', '.'), unknown) ? null : UNLOADABLE;
            }
            // The JDK has no class below a library's, and none of its methods is a task.
            if (loader == null || loader == platformLoader || !ClassFile.mentions(classFile, words)) {
                return named == null ? null : weave(name, classFile, loader, named, true);
            }
            final List<Row> rows = named == null ? new ArrayList<>() : new ArrayList<>(named);
            addSubtypeRows(rows, name.replace('/', '.'), classFile, loader);
            for (AnnotationScan.Found found : AnnotationScan.of(name.replace('/', '.'), classFile, annotated)) {
                rows.add(new Row(numberOf(found), found.site()));
            }
            return rows.isEmpty() ? null : weave(name, classFile, loader, rows, named != null);
        } catch (Throwable t) {
            return problems.notWoven(name.replace('/', '.'), t) ? null : UNLOADABLE;
        }
    }

    private int numberOf(AnnotationScan.Found found) {
        @Nullable Integer number = annotatedSites.get(found.site());
        if (number == null) {
            // A number that another thread is first with is lost, and stands for the same.
            final int next = tables.nextSite();
            found.kind().numbered(next, found.site());
            number = annotatedSites.putIfAbsent(found.site(), next);
            number = number == null ? next : number;
        }
        return number;
    }

    /** The rows of a class, without those that stand beside another class that is not there. */
    private static @Nullable List<Row> beside(@Nullable List<Row> rows, @Nullable ClassLoader loader) {
        if (rows == null) {
            return null;
        }
        final List<Row> there = new ArrayList<>();
        for (Row row : rows) {
            final @Nullable String other = row.target().beside();
            if (other == null || (loader != null && loader.getResource(other.replace('.', '/') + ".class") != null)) {
                there.add(row);
            }
        }
        return there.isEmpty() ? null : there;
    }

    /** The rows of what the class overrides; a class that its library's table names is known better there, and has no other of a library. */
    private void addSubtypeRows(List<Row> rows, String className, byte[] classFile, ClassLoader loader)
            throws IOException {
        final ClassFile type = ClassFile.of(classFile);
        boolean isKnown = false;
        for (Row row : rows) {
            isKnown |= !isBound(row);
        }
        for (Row row : tables.below()) {
            if (type.declares(row.target())
                    && (isBound(row) || !isKnown)
                    && !row.target().className().equals(className)
                    && !row.target().except().contains(className)
                    && Subtypes.isBelow(classFile, loader, row.target().internalName())) {
                rows.add(row);
            }
        }
    }

    private byte @Nullable [] weave(
            String name, byte[] classFile, @Nullable ClassLoader loader, List<Row> rows, boolean expected) {
        final boolean jdk = rows.get(0).site().weaving() instanceof Sunk;
        final Woven woven = jdk
                ? SinkWeaver.weave(classFile, rows)
                : adviceWeaver().weave(name.replace('/', '.'), classFile, loader, rows);
        if (!woven.any()) {
            if (expected && !isAbstractInterfaceRow(rows) && !isBound(rows.get(0))) {
                problems.notRecognised(name.replace('/', '.'));
            }
            return null;
        }
        if (jdk) {
            requireAll(rows, woven.matched());
            decided.addAll(woven.methods());
        }
        return woven.classFile();
    }

    /**
     * What the self-test does not try must at least be there: of a class's rows that have the same sink, which are one thing in
     * the words of one JDK and another, one.
     */
    private static void requireAll(List<Row> rows, boolean[] matched) {
        for (Row row : rows) {
            boolean found = row.site().isDecidedSink();
            for (int i = 0; i < matched.length; i++) {
                found |= matched[i] && rows.get(i).site().sink() == row.site().sink();
            }
            if (!found) {
                throw new IllegalStateException(
                        "this JDK has no " + row.target().method() + " there to weave");
            }
        }
    }

    private static boolean isBound(Row row) {
        return row.site().weaving() instanceof Advised advised && advised.bound() != null;
    }

    /** An interface that is only the top of the guarded subtypes has no body of its own to weave. */
    private static boolean isAbstractInterfaceRow(List<Row> rows) {
        for (Row row : rows) {
            if (!row.target().below()) {
                return false;
            }
        }
        return true;
    }

    private AdviceWeaver adviceWeaver() {
        AdviceWeaver weaver = adviceWeaver;
        if (weaver == null) {
            synchronized (this) {
                weaver = adviceWeaver;
                if (weaver == null) {
                    weaver = new AdviceWeaver(problems);
                    adviceWeaver = weaver;
                }
            }
        }
        return weaver;
    }

    private static byte[] @Nullable [] @Nullable [] byLength(Set<String> methods, List<AnnotatedMethods> annotated) {
        final List<String> texts = new ArrayList<>(methods);
        for (AnnotatedMethods each : annotated) {
            texts.add(each.annotation());
        }
        int longest = 0;
        for (String text : texts) {
            longest = Math.max(longest, text.length());
        }
        final byte[] @Nullable [] @Nullable [] words = new byte[longest + 1][][];
        for (String text : texts) {
            final byte @Nullable [] @Nullable [] known = words[text.length()];
            final byte[][] ofLength = known == null ? new byte[1][] : Arrays.copyOf(known, known.length + 1);
            ofLength[ofLength.length - 1] = text.getBytes(StandardCharsets.UTF_8);
            words[text.length()] = ofLength;
        }
        return words;
    }
}
