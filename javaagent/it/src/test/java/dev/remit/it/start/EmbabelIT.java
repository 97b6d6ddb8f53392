package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.remit.it.LocalServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Embabel's tools, called in every way by {@code src/test/embabel/EmbabelApp.java}, on every JDK found that can read Embabel's class
 * files: this one may not.
 */
class EmbabelIT {
    private static final File LIBRARIES = new File("target/embabel");
    private static final Path APPLICATION =
            Path.of("src/test/embabel/EmbabelApp.java").toAbsolutePath();
    private static final int FIRST_JAVA = 21;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The ways to call a tool, each with where its record says that it comes from. */
    private static final List<List<String>> WAYS = List.of(
            List.of("direct", "embabel"),
            List.of("context", "embabel"),
            List.of("aware", "embabel"),
            List.of("typed", "embabel"),
            List.of("reflective", "embabel"),
            List.of("handle", "embabel"),
            List.of("annotated", "EmbabelApp$Desk"),
            List.of("method", "EmbabelApp$Desk"),
            List.of("own", "EmbabelApp$Own"),
            List.of("below", "EmbabelApp$Below"),
            List.of("renamed", "EmbabelApp$Desk"),
            List.of("prefixed", "EmbabelApp$Desk"),
            List.of("decorated", "EmbabelApp$Desk"),
            List.of("decorator", "EmbabelApp$Logging"),
            List.of("both decorators", "EmbabelApp$Logging"),
            List.of("spring callback", "EmbabelApp$Desk"),
            List.of("spring context", "embabel"),
            List.of("spring tool", "spring-ai"));

    @TempDir
    static Path folder;

    private static final List<Run> RUNS = new ArrayList<>();

    /** What one JDK's run printed and recorded. */
    private record Run(List<String> out, List<JsonNode> records) {
        List<JsonNode> of(String kind) {
            return records.stream()
                    .filter(record -> record.path("kind").asText().equals(kind))
                    .toList();
        }

        List<JsonNode> decisions(String action) {
            return of("decision").stream()
                    .filter(record -> name(record, "action").equals(action))
                    .toList();
        }

        JsonNode outcome(JsonNode decision) {
            return of("outcome").stream()
                    .filter(record -> record.path("call").equals(decision.path("call")))
                    .findFirst()
                    .orElseThrow();
        }

        String line(String way) {
            return out.stream()
                    .filter(line -> line.startsWith(way + ": "))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @BeforeAll
    static void run() throws Exception {
        for (Path jdk : jdks()) {
            try (LocalServer server = new LocalServer()) {
                RUNS.add(run(jdk, Files.createDirectory(folder.resolve(jdk.getFileName())), server));
            }
        }
    }

    private static Run run(Path jdk, Path own, LocalServer server) throws Exception {
        final String classPath = LIBRARIES.getAbsolutePath() + "/*" + File.pathSeparator + own.resolve("classes");
        final GuardedJvm jvm = new GuardedJvm(own)
                .home(jdk)
                .classPath(classPath)
                .file("p.cedar", """
                        permit (principal, action == Remit::Action::"allowed", resource);
                        permit (principal, action in [Remit::Action::"fetch", Remit::Action::"fail"], resource == Remit::Toolset::"EmbabelApp$Desk");
                        permit (principal, action == Remit::Action::"maybe", resource) when { context.input.amount < 100 };
                        permit (principal, action in [Remit::Action::"HttpRequest", Remit::Action::"Connect"], resource in Remit::Domain::"localhost");
                        """)
                .guarded(
                        "mode=enforce",
                        "policy=p.cedar",
                        "identity=spiffe://example.org/it",
                        "agent.desk.id=/desk",
                        "report=off");
        final GuardedJvm.Result compiled = jvm.tool(
                "javac",
                "-nowarn",
                "-proc:none",
                "-parameters",
                "-cp",
                classPath,
                "-d",
                own.resolve("classes").toString(),
                APPLICATION.toString());
        assertThat(compiled.status()).as(compiled.err()).isZero();
        final GuardedJvm.Result result = jvm.tool("java", "-cp", classPath, "EmbabelApp", server.allowed("/ok"));
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        final List<JsonNode> records = new ArrayList<>();
        for (String line : jvm.audit("print", "--format", "jsonl", "remit-audit")
                .out()
                .lines()
                .toList()) {
            records.add(JSON.readTree(line));
        }
        return new Run(result.out().lines().toList(), records);
    }

    /** Of each Java version that reads Embabel's class files one JDK: the one that runs the tests, and those found where {@code .ci/run} looks. */
    private static Iterable<Path> jdks() throws IOException {
        final List<Path> candidates = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        for (String jdk : System.getenv().getOrDefault("REMIT_TEST_JDKS", "").split(File.pathSeparator)) {
            candidates.add(Path.of(jdk));
        }
        for (Path parent : List.of(Path.of("/usr/lib/jvm"), Path.of("/opt/java"))) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> folders = Files.list(parent)) {
                    folders.sorted().forEach(candidates::add);
                }
            }
        }
        final TreeMap<Integer, Path> found = new TreeMap<>();
        for (Path candidate : candidates) {
            if (Files.isExecutable(candidate.resolve("bin/javac")) && Files.exists(candidate.resolve("release"))) {
                final Properties release = new Properties();
                try (InputStream in = Files.newInputStream(candidate.resolve("release"))) {
                    release.load(in);
                }
                found.putIfAbsent(
                        Integer.parseInt(release.getProperty("JAVA_VERSION", "0")
                                .replace("\"", "")
                                .split("[.+-]", 2)[0]),
                        candidate);
            }
        }
        return found.tailMap(FIRST_JAVA).values();
    }

    private static void assumeRun() {
        assumeThat(RUNS)
                .as("runs: Embabel's class files are of Java %s, and no JDK is found that reads them", FIRST_JAVA)
                .isNotEmpty();
    }

    private static String name(JsonNode record, String field) {
        return record.path(field).asText().replaceAll(".*::\"(.*)\"", "$1");
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(record -> name(record, field)).toList();
    }

    @Test
    void shouldLetThroughAndRefuseInEveryWay() {
        assumeRun();
        for (Run run : RUNS) {
            for (List<String> way : WAYS) {
                final List<String> lines = run.out().stream()
                        .filter(line -> line.startsWith(way.get(0) + ": "))
                        .toList();
                assertThat(lines).hasSize(2);
                assertThat(lines.get(0)).contains("ran allowed").matches(".* \\[(logged, )?allowed]");
                assertThat(lines.get(1))
                        .contains("Remit refused this call: action=denied; resource=Toolset/" + way.get(1) + ';')
                        .endsWith(" []");
            }
        }
    }

    @Test
    void shouldRecordOneDecisionForEachCall() {
        assumeRun();
        final List<String> expected = new ArrayList<>();
        for (List<String> way : WAYS) {
            expected.add("allowed " + way.get(1) + " allow");
            expected.add("denied " + way.get(1) + " deny");
        }
        for (Run run : RUNS) {
            assertThat(run.of("decision").stream()
                            .limit(expected.size())
                            .map(record -> name(record, "action")
                                    + ' '
                                    + name(record, "resource")
                                    + ' '
                                    + record.path("verdict").asText()))
                    .containsExactlyElementsOf(expected);
            assertThat(run.of("decision").stream().limit(expected.size()))
                    .allMatch(record -> record.path("parent").isMissingNode());
            assertThat(run.of("anomaly")).isEmpty();
        }
    }

    @Test
    void shouldLinkWhatAToolDoesToItsCall() {
        assumeRun();
        for (Run run : RUNS) {
            assertThat(run.line("nested")).contains("Remit refused this call: action=denied");
            assertThat(run.line("fetching")).contains("got 200");
            final JsonNode fetch = run.decisions("fetch").get(0);
            assertThat(run.decisions("GET"))
                    .singleElement()
                    .satisfies(request -> assertThat(request.path("parent")).isEqualTo(fetch.path("call")));
            final JsonNode nested = run.decisions("denied").get(WAYS.size());
            assertThat(nested.path("parent"))
                    .isEqualTo(run.decisions("allowed").get(WAYS.size()).path("call"));
        }
    }

    @Test
    void shouldRecordHowACallEnded() {
        assumeRun();
        for (Run run : RUNS) {
            assertThat(run.line("failing")).contains("out of order");
            assertThat(run.outcome(run.decisions("fail").get(0)).path("error").asText())
                    .isEqualTo("java.lang.IllegalStateException");
            for (JsonNode allowed : run.decisions("allowed")) {
                assertThat(run.outcome(allowed).path("outcome").asText()).isEqualTo("ok");
            }
        }
    }

    @Test
    void shouldTellTheModelOfARefusalAndGoOn() {
        assumeRun();
        for (Run run : RUNS) {
            for (String loop : List.of("loop", "process", "parallel")) {
                assertThat(run.line(loop))
                        .matches(loop
                                + ": heard <Error: Remit refused this call: action=denied; [^<]*> <ran allowed> .*")
                        .endsWith(" [allowed]");
            }
        }
    }

    @Test
    void shouldTakeAProcessForTheWorkAndSessionOfItsAgent() {
        assumeRun();
        for (Run run : RUNS) {
            for (String process : List.of("process-1", "process-2")) {
                final List<JsonNode> calls = run.of("decision").stream()
                        .filter(record -> record.path("session").asText().equals(process))
                        .toList();
                assertThat(texts(calls, "action")).containsExactlyInAnyOrder("denied", "allowed");
                assertThat(texts(calls, "principal")).containsOnly("spiffe://example.org/it/desk");
            }
        }
    }

    @Test
    void shouldNotOfferWhatIsDeniedInAnyCase() {
        assumeRun();
        final String shown = "[allowed, maybe, renamed, wrapped]";
        for (Run run : RUNS) {
            assertThat(run.line("process")).contains("[" + String.join(", ", shown, shown, shown) + "]");
            // Outside of any agent's work that is known.
            assertThat(run.line("loop")).contains("[[allowed, denied], [allowed, denied], [allowed, denied]]");
            final List<JsonNode> hidden = run.of("tool_hidden").stream()
                    .filter(record -> record.path("session").asText().equals("process-1"))
                    .toList();
            // Spring AI's own list, of tools whose toolsets it does not know.
            assertThat(run.line("definitions")).contains("[denied, fetch]");
            assertThat(hidden.stream()
                            .map(record -> record.path("reason").asText()
                                    + ' '
                                    + record.path("arguments")
                                            .asText()
                                            .replaceAll(".*Toolset::\\\\\"(.*)\\\\\".*", "$1")))
                    .containsExactly(
                            "denied EmbabelApp$Desk",
                            "never embabel",
                            "never EmbabelApp$Own",
                            "never EmbabelApp$Logging");
        }
    }
}
