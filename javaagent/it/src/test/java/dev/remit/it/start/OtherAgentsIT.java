package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Meddler;
import dev.remit.it.app.Twice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import kotlin.Unit;
import net.bytebuddy.jar.asm.ClassReader;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside other javaagents, in either order of the flags: each does its work. */
class OtherAgentsIT {
    private static final String[] WAYS = {"jdk", "urlconnection", "okhttp", "socket", "file", "exec", "tool"};

    @TempDir
    Path folder;

    private TwiceRun twice;

    @BeforeEach
    void begin() throws IOException {
        twice = new TwiceRun(folder);
    }

    @AfterEach
    void end() {
        twice.close();
    }

    private static String other(String name) {
        return "-javaagent:" + Path.of("target", "beside", name + ".jar").toAbsolutePath();
    }

    /** Our flag and the other one, ours first or last. */
    private GuardedJvm both(boolean first, String other) {
        return first ? twice.jvm(twice.agent(), other) : twice.jvm(other, twice.agent());
    }

    @ParameterizedTest(name = "first {0}")
    @ValueSource(booleans = {true, false})
    void shouldRunBesideOpenTelemetry(boolean first) throws Exception {
        final GuardedJvm.Result result = both(first, other("opentelemetry-javaagent"))
                .flag("-Dotel.traces.exporter=console")
                .flag("-Dotel.metrics.exporter=none")
                .flag("-Dotel.logs.exporter=none")
                .run(Twice.class, twice.arguments(WAYS));

        twice.assertGuarded(result, WAYS);
        for (String client : List.of("java-http-client", "http-url-connection", "okhttp-3.0")) {
            assertThat(result.errLines())
                    .as(client)
                    .filteredOn(line -> line.contains(" CLIENT [tracer: io.opentelemetry." + client))
                    .hasSize(2);
        }
        assertThat(result.errLines())
                .allMatch(line -> line.startsWith("[otel.javaagent ") && line.contains(" INFO ")
                        || line.contains("VM warning: Sharing is only supported for boot loader classes"));
    }

    @ParameterizedTest(name = "first {0}")
    @ValueSource(booleans = {true, false})
    void shouldRunBesideElasticApm(boolean first) throws Exception {
        final StringBuilder sent = new StringBuilder();
        twice.server().serve("/intake/v2/events", exchange -> {
            final byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (sent) {
                sent.append(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        final GuardedJvm.Result result = both(first, other("elastic-apm-agent"))
                .flag("-Delastic.apm.server_url=http://localhost:"
                        + twice.server().port())
                .flag("-Delastic.apm.service_name=it")
                .flag("-Delastic.apm.application_packages=dev.remit")
                .flag("-Delastic.apm.trace_methods=dev.remit.it.app.Twice#main")
                .flag("-Delastic.apm.central_config=false")
                .flag("-Delastic.apm.cloud_provider=NONE")
                .flag("-Delastic.apm.log_level=ERROR")
                .run(Twice.class, twice.arguments(WAYS));

        twice.assertGuarded(result, WAYS);
        assertThat(result.out().lines()).hasSize(WAYS.length);
        // What it has gathered it sends when the JVM ends.
        synchronized (sent) {
            assertThat(spans(sent, "\"name\":\"GET localhost\",.*\"outcome\":\"success\""))
                    .hasSize(3);
            assertThat(spans(sent, "\"name\":\"GET 127.0.0.1\",.*\"outcome\":\"failure\""))
                    .hasSize(3);
        }
        assertThat(result.errLines())
                .allMatch(line -> line.startsWith("[elastic-apm-agent] WARN Unexpected JVM command line")
                        || line.startsWith("WARNING: ") && line.contains("Unsafe")
                        || line.startsWith("WARNING: Please consider reporting"));
    }

    private static List<String> spans(CharSequence sent, String such) {
        final Pattern pattern = Pattern.compile("\\{\"span\":\\{" + such + ".*");
        return sent.toString()
                .lines()
                .filter(line -> pattern.matcher(line).matches())
                .toList();
    }

    /** Classes that were loaded and used before us, that get members beside ours, and that are redefined behind us. */
    @Test
    void shouldGuardWhatAnotherAgentLoadedAndRedefines() throws Exception {
        // Its class is the tests' own: the JVM looks for it on the class path.
        final Path jar = TwiceRun.pack(
                folder.resolve("meddler.jar"),
                TwiceRun.manifest(
                        "Premain-Class", Meddler.class.getName(),
                        "Can-Redefine-Classes", "true",
                        "Can-Retransform-Classes", "true"));
        final String[] all = {
            "jdk", "urlconnection", "okhttp", "socket", "file", "exec", "tool", "annotated",
        };
        final List<String> ways = new ArrayList<>(List.of(all));
        ways.add("meddle");
        ways.addAll(List.of(all));
        final GuardedJvm.Result result = twice.jvm(
                        "-javaagent:" + jar + "=before", twice.agent(), "-javaagent:" + jar + "=after")
                .classPath(TwiceRun.classPath(OkHttpClient.class, ByteString.class, Unit.class, ClassReader.class))
                .run(Twice.class, twice.arguments(ways.toArray(new String[0])));

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("meddle 2+12 ");
        ways.remove("meddle");
        twice.assertGuarded(result, ways.toArray(new String[0]));
    }
}
