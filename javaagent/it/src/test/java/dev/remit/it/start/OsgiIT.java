package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Osgi;
import dev.remit.it.app.Twice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.apache.felix.framework.Felix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In an OSGi framework, whose bundles see of the JDK what they import, and {@code java.lang} in any case. */
class OsgiIT {
    private static final String[] WAYS = {
        "jdk", "urlconnection", "okhttp", "socket", "file", "exec", "tool", "annotated", "thread"
    };

    @TempDir
    Path folder;

    @Test
    void shouldGuardABundle() throws Exception {
        try (TwiceRun twice = new TwiceRun(folder)) {
            final List<String> arguments = new ArrayList<>(List.of(bundle().toString()));
            arguments.addAll(List.of(twice.arguments(WAYS)));
            final GuardedJvm.Result result = twice.jvm(twice.agent())
                    .classPath(TwiceRun.classPath(Felix.class))
                    .run(Osgi.class, arguments.toArray(new String[0]));

            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .startsWith("in org.apache.felix.framework.")
                    .endsWith("stopped\n");
            twice.assertGuarded(result, WAYS);
        }
    }

    /** The tests' classes, and the library's jars within. */
    private Path bundle() throws IOException {
        final Path classes = TwiceRun.pack(folder.resolve("classes.jar"), TwiceRun.manifest(), Twice.class, Osgi.class);
        final Path bundle = folder.resolve("bundle.jar");
        final List<String> jars = List.of(
                TwiceRun.jarOf(OkHttpClient.class), TwiceRun.jarOf(ByteString.class), TwiceRun.jarOf(Unit.class));
        final List<String> names = new ArrayList<>();
        for (String jar : jars) {
            names.add(Path.of(jar).getFileName().toString());
        }
        try (JarOutputStream out = new JarOutputStream(
                        Files.newOutputStream(bundle),
                        TwiceRun.manifest(
                                "Bundle-ManifestVersion", "2",
                                "Bundle-SymbolicName", "it",
                                "Bundle-Activator", Osgi.Activator.class.getName(),
                                "Bundle-ClassPath", ".," + String.join(",", names),
                                "Import-Package", "org.osgi.framework,javax.net,javax.net.ssl"));
                JarFile packed = new JarFile(classes.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) packed.stream()::iterator) {
                if (entry.getName().endsWith(".class")) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    packed.getInputStream(entry).transferTo(out);
                }
            }
            for (int i = 0; i < jars.size(); i++) {
                out.putNextEntry(new JarEntry(names.get(i)));
                Files.copy(Path.of(jars.get(i)), out);
            }
        }
        return bundle;
    }
}
