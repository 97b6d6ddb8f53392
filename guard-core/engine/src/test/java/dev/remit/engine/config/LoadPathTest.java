package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading runs before the application's main: the classes that it makes a JVM load are counted, because they are what it costs. */
class LoadPathTest {
    private static final int MOST_OWN_CLASSES = 16;

    @TempDir
    Path folder;

    @Test
    void shouldLoadFewClassesOfItsOwnAndNoneOfTheJdkThatAreSlowToStart() throws Exception {
        Path file = Files.write(
                folder.resolve("remit.properties"),
                List.of("mode=observe", "secrets.env=PAYMENT_KEY,*_TOKEN", "audit.dir=" + folder, "report=off"));

        List<String> loaded = classesLoadedBy(file);

        assertThat(loaded).contains(RemitConfig.class.getName());
        assertThat(loaded)
                .filteredOn(name -> name.startsWith("dev.remit.") && !name.equals(Loads.class.getName()))
                .hasSizeLessThanOrEqualTo(MOST_OWN_CLASSES);
        assertThat(loaded)
                .noneMatch(name -> name.startsWith("java.util.logging.")
                        || name.startsWith("java.util.regex.")
                        || name.startsWith("java.util.stream.")
                        || name.startsWith("java.security.MessageDigest")
                        || name.equals("java.util.Formatter")
                        // Any lambda and any other invokedynamic passes here.
                        || name.equals("java.lang.invoke.BootstrapMethodInvoker"));
    }

    private List<String> classesLoadedBy(Path file) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log + "::filecount=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Loads.class.getName(),
                        file.toString())
                .redirectErrorStream(true);
        java.environment().keySet().removeIf(name -> name.startsWith("REMIT_") || name.equals("JAVA_TOOL_OPTIONS"));
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        List<String> classes = Files.readAllLines(log).stream()
                .map(line -> line.substring(line.lastIndexOf(']') + 1).trim().split(" ", 2)[0])
                .collect(Collectors.toList());
        return classes.subList(classes.indexOf(Loads.class.getName()), classes.indexOf(Loads.End.class.getName()));
    }

    /** Runs in a JVM of its own. */
    static final class Loads {
        private Loads() {}

        public static void main(String[] args) {
            ConfigLoader.load(Path.of(args[0]), Map.of());
            End.reached();
        }

        /** Marks the end in the log. */
        static final class End {
            private End() {}

            static void reached() {}
        }
    }
}
