package dev.remit.javaagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a class that is being loaded lies below another, found by reading class files through its loader: none of them is
 * loaded for it. Stateless.
 */
final class Subtypes {
    private Subtypes() {}

    /**
     * Whether {@code classFile} extends or implements {@code wanted}, directly or not.
     *
     * @param wanted an internal name
     * @throws IOException when a class file on the way can't be read
     */
    static boolean isBelow(byte[] classFile, @Nullable ClassLoader loader, String wanted) throws IOException {
        return isBelow(ClassFile.of(classFile), loader, wanted, new HashSet<>());
    }

    private static boolean isBelow(ClassFile type, @Nullable ClassLoader loader, String wanted, Set<String> seen)
            throws IOException {
        final @Nullable String superName = type.superName();
        if (superName != null && isOrIsBelow(superName, loader, wanted, seen)) {
            return true;
        }
        for (String name : type.interfaces()) {
            if (isOrIsBelow(name, loader, wanted, seen)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOrIsBelow(String name, @Nullable ClassLoader loader, String wanted, Set<String> seen)
            throws IOException {
        if (name.equals(wanted)) {
            return true;
        }
        if (name.startsWith("java/") || !seen.add(name)) {
            return false;
        }
        final String file = name + ".class";
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(file) : loader.getResourceAsStream(file)) {
            // A class made at run time has no file: what it extends can't be asked, and it is no framework's own.
            return in != null && isBelow(ClassFile.of(in.readAllBytes()), loader, wanted, seen);
        }
    }
}
