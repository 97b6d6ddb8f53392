package dev.remit.javaagent.weave;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of which library a class is that the tables name. Immutable. */
public final class Libraries {
    private final Map<String, Library> byClass = new HashMap<>();

    /** What the hooks' tables say. */
    public Libraries(List<Hook> hooks) {
        for (Hook hook : hooks) {
            if (!hook.library().jars().isEmpty()) {
                for (CallSite site : hook.callSites()) {
                    byClass.put(site.target().internalName(), hook.library());
                }
            }
        }
    }

    /**
     * The jar that a class comes from, in words, where it is of a library and in a version that the table was not made for; else null.
     *
     * @param name as class files have it
     */
    @Nullable
    String unknownVersion(String name, @Nullable ProtectionDomain domain) {
        final @Nullable Library library = byClass.get(name);
        final @Nullable CodeSource source = library == null || domain == null ? null : domain.getCodeSource();
        if (library == null || source == null || source.getLocation() == null) {
            return null;
        }
        final String jar = fileName(source.getLocation().getPath());
        return library.isUnknownVersion(jar) ? library.unknown(jar) : null;
    }

    /** The last part of a path, which may be one within the jar of an application, as in {@code app.jar!/BOOT-INF/lib/okhttp-4.12.0.jar!/}. */
    private static String fileName(String path) {
        final int end = path.endsWith("!/") ? path.length() - 2 : path.length();
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
