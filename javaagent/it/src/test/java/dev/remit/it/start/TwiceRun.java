package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.LocalServer;
import dev.remit.it.app.Twice;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.ByteString;

/** {@link Twice} in JVMs of its own beside a server, with a policy that permits of each way the one half. */
final class TwiceRun implements AutoCloseable {
    /** The ways, with the action of each and what it brings where it is permitted. */
    private static final Map<String, List<String>> WAYS = Map.of(
            "jdk", List.of("GET", "200"),
            "urlconnection", List.of("GET", "200"),
            "okhttp", List.of("GET", "200"),
            "thread", List.of("GET", "200"),
            "socket", List.of("Connect", "connected"),
            "file", List.of("FetchSecret", "allowed"),
            "exec", List.of("Exec", "0"),
            "tool", List.of("pay", "paid"),
            "annotated", List.of("mail", "sent"));

    private static final Path FOLDER = Path.of("target", "test-classes").toAbsolutePath();

    private final Path folder;
    private final LocalServer server = new LocalServer();

    /** Writes policy, configuration and secrets into the folder. */
    TwiceRun(Path folder) throws IOException {
        this.folder = folder;
        new GuardedJvm(folder)
                .file("secrets/allowed.txt", "allowed\n")
                .file("secrets/denied.txt", "denied\n")
                .file("p.cedar", """
                        permit (principal, action in [Remit::Action::"HttpRequest", Remit::Action::"Connect"], resource in Remit::Domain::"localhost");
                        permit (principal, action == Remit::Action::"FetchSecret", resource == Remit::Secret::"file/%s/secrets/allowed.txt");
                        permit (principal, action == Remit::Action::"Exec", resource == Remit::Program::"true");
                        permit (principal, action in [Remit::Action::"pay", Remit::Action::"mail"], resource) when { context.input.cents <= 100 };
                        """.formatted(folder))
                .file("remit.properties", """
                        mode=enforce
                        policy=%1$s/p.cedar
                        audit.dir=%1$s/remit-audit
                        secrets.files=%1$s/secrets
                        hook.tool.pay=dev.remit.it.app.Twice#pay(int cents)
                        report=off
                        """.formatted(folder));
    }

    LocalServer server() {
        return server;
    }

    /** The flag. */
    String agent() {
        return "-javaagent:" + GuardedJvm.jar() + "=" + folder.resolve("remit.properties");
    }

    /** A JVM with these flags; {@link #agent} is one of them, or the JVM is not guarded. */
    GuardedJvm jvm(String... flags) {
        final GuardedJvm jvm = new GuardedJvm(folder)
                .classPath(classPath(OkHttpClient.class, ByteString.class, Unit.class))
                .patience(120)
                // A run is over before what the second compiler makes is worth its time.
                .flag("-XX:TieredStopAtLevel=1");
        for (String flag : flags) {
            jvm.flag(flag);
        }
        return jvm;
    }

    /** The tests' classes, and the jars that hold these. */
    static String classPath(Class<?>... types) {
        return Stream.concat(Stream.of(FOLDER.toString()), Arrays.stream(types).map(TwiceRun::jarOf))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static String jarOf(Class<?> type) {
        try {
            return new File(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Packs an application's class and those within it into a jar. */
    static Path pack(Path jar, Manifest manifest, Class<?>... applications) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> application : applications) {
                for (Path file : classFiles(application)) {
                    out.putNextEntry(
                            new ZipEntry(FOLDER.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, out);
                }
            }
        }
        return jar;
    }

    /** The class files of a class and of those within it. */
    static List<Path> classFiles(Class<?> application) throws IOException {
        final Path folder = FOLDER.resolve(application.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileName().toString().matches(application.getSimpleName() + "(\\$.*)?\\.class"))
                    .sorted()
                    .toList();
        }
    }

    /** A manifest with these values, each behind its name. */
    static Manifest manifest(String... values) {
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < values.length; i += 2) {
            manifest.getMainAttributes().putValue(values[i], values[i + 1]);
        }
        return manifest;
    }

    /** What {@link Twice} is given, for these ways. */
    String[] arguments(String... ways) {
        return Stream.concat(
                        Stream.of(
                                Integer.toString(server.port()),
                                folder.resolve("secrets").toString()),
                        Arrays.stream(ways))
                .toArray(String[]::new);
    }

    /** Asserts that of each way the permitted half went through, the other did not, and both were recorded. */
    void assertGuarded(GuardedJvm.Result result, String... ways) throws IOException, InterruptedException {
        final List<String> expected = new ArrayList<>();
        for (String way : ways) {
            expected.add(way + ' ' + WAYS.get(way).get(1) + " refused-"
                    + WAYS.get(way).get(0));
        }
        assertThat(result.out().lines().filter(line -> WAYS.containsKey(line.split(" ")[0])))
                .as(result.err())
                .containsExactlyElementsOf(expected);
        assertThat(result.status()).isZero();
        assertRecorded(ways);
    }

    /** Asserts that the journal holds the two decisions of each way, in their order, and an end. What other javaagents did stands between. */
    void assertRecorded(String... ways) throws IOException, InterruptedException {
        final String printed =
                jvm().audit("print", "--format", "jsonl", "remit-audit").out();
        final List<String> expected = new ArrayList<>();
        for (String way : ways) {
            expected.add(WAYS.get(way).get(0) + " allow");
            expected.add(WAYS.get(way).get(0) + " deny");
        }
        assertThat(printed.lines()
                        .filter(line -> line.contains("\"kind\":\"decision\""))
                        .map(line -> line.replaceAll(".*Remit::Action::..([A-Za-z]+).*", "$1")
                                + ' '
                                + line.replaceAll(".*\"verdict\":\"([a-z]+)\".*", "$1")))
                .containsSubsequence(expected);
        assertThat(printed).contains("guard_stopped").doesNotContain("\"kind\":\"anomaly\"");
        Files.move(folder.resolve("remit-audit"), folder.resolve("remit-audit-" + System.nanoTime()));
    }

    @Override
    public void close() {
        server.close();
    }
}
