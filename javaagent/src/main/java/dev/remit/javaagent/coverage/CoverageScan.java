package dev.remit.javaagent.coverage;

import dev.remit.engine.config.ConfigLoader;
import dev.remit.javaagent.hooks.Hooks;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks through a class path for guarded libraries, and for well-known ones that nothing guards. Stateless. */
public final class CoverageScan {
    private static final String REQUESTS = "permit its hosts with Connect; requests are not told apart";

    /** Libraries that no hook guards, by what their jars' names begin with. */
    private static final Map<String, Map.Entry<String, String>> UNGUARDED = new TreeMap<>(Map.ofEntries(
            Map.entry("async-http-client", Map.entry("AsyncHttpClient", REQUESTS)),
            Map.entry("armeria", Map.entry("Armeria", REQUESTS)),
            Map.entry("akka-http-core", Map.entry("Akka HTTP", REQUESTS)),
            Map.entry("pekko-http-core", Map.entry("Pekko HTTP", REQUESTS)),
            Map.entry("ktor-client-cio-jvm", Map.entry("Ktor's CIO client", REQUESTS)),
            Map.entry("helidon-webclient", Map.entry("Helidon's WebClient", REQUESTS))));

    private CoverageScan() {}

    /**
     * How far each library is guarded that is known, in the hooks' order; what nothing guards stands last.
     *
     * @param classPath as {@code java -cp} takes it; an application's one jar is one of one entry
     * @throws IOException if an entry is not there or can't be read
     */
    public static List<Coverage> of(String classPath) throws IOException {
        final List<Hook> hooks = new ArrayList<>();
        final Set<String> wanted = new HashSet<>();
        for (Hook hook : Hooks.tables(ConfigLoader.load(null, Map.of()))) {
            if (!hook.library().jars().isEmpty()) {
                hooks.add(hook);
                for (CallSite site : hook.callSites()) {
                    wanted.add(site.target().className().replace('.', '/'));
                    if (site.target().beside() != null) {
                        wanted.add(site.target().beside().replace('.', '/'));
                    }
                }
            }
        }
        final ClassPath path = ClassPath.read(classPath, wanted);
        final List<Coverage> found = new ArrayList<>();
        for (Hook hook : hooks) {
            final @Nullable Coverage coverage = of(hook, path);
            if (coverage != null) {
                found.add(coverage);
            }
        }
        for (String jar : path.jars()) {
            UNGUARDED.forEach((name, library) -> {
                if (jar.startsWith(name + '-') && Character.isDigit(jar.charAt(name.length() + 1))) {
                    found.add(new Coverage(library.getKey(), jar, Coverage.Status.NOT, library.getValue()));
                }
            });
        }
        return found;
    }

    private static @Nullable Coverage of(Hook hook, ClassPath path) {
        for (String jar : path.jars()) {
            if (hook.library().isUnknownVersion(jar)) {
                return new Coverage(
                        hook.library().name(),
                        jar,
                        Coverage.Status.NOT,
                        "no hook was made for this version (known: "
                                + hook.library().known(", ")
                                + "): use one that is, or refuse it with hooks.strict=on");
            }
        }
        final boolean decides = hook.callSites().stream().anyMatch(site -> site.category() != null);
        final Map<String, Boolean> byClass = new LinkedHashMap<>();
        @Nullable String jar = null;
        for (CallSite site : hook.callSites()) {
            final String name = site.target().className();
            final @Nullable String beside = site.target().beside();
            final ClassPath.@Nullable Found found = beside == null || path.get(beside.replace('.', '/')) != null
                    ? path.get(name.replace('.', '/'))
                    : null;
            if (found != null) {
                // What is only told may stand in a neighbour's class, such as Spring's beans.
                jar = jar == null && (site.category() != null || !decides) ? found.jar : jar;
                byClass.merge(name, site.target().isDeclaredIn(found.classFile), Boolean::logicalOr);
            }
        }
        if (jar == null) {
            return null;
        }
        final List<String> missing = byClass.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .toList();
        return missing.isEmpty()
                ? new Coverage(hook.library().name(), jar, Coverage.Status.COVERED, "")
                : new Coverage(
                        hook.library().name(),
                        jar,
                        missing.size() == byClass.size() ? Coverage.Status.NOT : Coverage.Status.PARTLY,
                        "nothing known in " + String.join(", ", missing)
                                + ": use another version, or have a hook made for this one");
    }
}
