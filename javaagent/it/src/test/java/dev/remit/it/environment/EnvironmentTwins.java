package dev.remit.it.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.JournalBytes;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTwins {
    private static final String ALLOWED = "IT_ALLOWED_SECRET";
    private static final String DENIED = "IT_DENIED_SECRET";
    private static final String ALLOWED_VALUE = "allowed-environment-value";
    private static final String DENIED_VALUE = "denied-environment-value";

    private final Recorded recorded = new Recorded();

    /** Every way to ask for one variable. */
    private enum One {
        DIRECT {
            @Override
            String get(String name) {
                return System.getenv(name);
            }
        },
        REFLECTION {
            @Override
            String get(String name) throws Exception {
                return (String) System.class.getMethod("getenv", String.class).invoke(null, name);
            }
        },
        METHOD_HANDLE {
            @Override
            String get(String name) throws Throwable {
                return (String) MethodHandles.lookup()
                        .findStatic(System.class, "getenv", MethodType.methodType(String.class, String.class))
                        .invoke(name);
            }
        };

        abstract String get(String name) throws Throwable;
    }

    /** Every way to ask for all of them. */
    private enum All {
        DIRECT {
            @Override
            Map<String, String> get() {
                return System.getenv();
            }
        },
        REFLECTION {
            @Override
            Map<String, String> get() throws Exception {
                return typed(System.class.getMethod("getenv").invoke(null));
            }
        },
        METHOD_HANDLE {
            @Override
            Map<String, String> get() throws Throwable {
                return typed(MethodHandles.lookup()
                        .findStatic(System.class, "getenv", MethodType.methodType(Map.class))
                        .invoke());
            }
        },
        PROCESS_BUILDER {
            @Override
            Map<String, String> get() {
                return new ProcessBuilder("/bin/true").environment();
            }
        },
        PROCESS_BUILDER_BY_REFLECTION {
            @Override
            Map<String, String> get() throws Exception {
                return typed(ProcessBuilder.class.getMethod("environment").invoke(new ProcessBuilder("/bin/true")));
            }
        };

        abstract Map<String, String> get() throws Throwable;

        @SuppressWarnings("unchecked")
        static Map<String, String> typed(Object map) {
            return (Map<String, String>) map;
        }
    }

    @ParameterizedTest
    @EnumSource(One.class)
    void shouldDecideEachReadOfAVariable(One way) throws Throwable {
        assertThat(way.get(ALLOWED)).isEqualTo(ALLOWED_VALUE);
        assertThat(way.get(DENIED)).isNull();
        assertThat(way.get(ALLOWED)).isEqualTo(ALLOWED_VALUE);

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("resource").asText())
                .containsExactly(
                        "Remit::Secret::\"env/" + ALLOWED + "\"",
                        "Remit::Secret::\"env/" + DENIED + "\"",
                        "Remit::Secret::\"env/" + ALLOWED + "\"");
        assertThat(decisions)
                .extracting(d -> d.path("verdict").asText() + d.path("policies"))
                .containsExactly(
                        "allow[\"allowed-variable\"]", "deny[\"denied-variable\"]", "allow[\"allowed-variable\"]");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("category").asText()).isEqualTo("secret"))
                .allSatisfy(d -> assertThat(d.path("action").asText()).isEqualTo("Remit::Action::\"FetchSecret\""))
                .allSatisfy(d -> assertThat(d.path("principal").asText()).startsWith("Remit::Workload::"))
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("refused");
        assertThat(decisions.get(1).path("reason").asText()).isEqualTo("not this variable");
    }

    @ParameterizedTest
    @EnumSource(All.class)
    void shouldDecideEachVariableOfTheMapThatIsHandedOut(All way) throws Throwable {
        final Map<String, String> environment = way.get();

        assertThat(environment)
                .containsEntry(ALLOWED, ALLOWED_VALUE)
                .containsEntry("IT_PLAIN", "plain")
                .doesNotContainKey(DENIED)
                .doesNotContainValue(DENIED_VALUE);
        assertThat(environment.get(DENIED)).isNull();
        assertThat(environment.keySet()).doesNotContain(DENIED);
        assertThat(environment.values()).doesNotContain(DENIED_VALUE);
        assertThat(environment.entrySet())
                .extracting(Map.Entry::getKey)
                .contains(ALLOWED)
                .doesNotContain(DENIED);
        assertThat(environment.toString()).contains(ALLOWED_VALUE).doesNotContain(DENIED_VALUE);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .containsExactlyInAnyOrder(
                        "Remit::Secret::\"env/" + ALLOWED + "\"allow", "Remit::Secret::\"env/" + DENIED + "\"deny");
        assertThat(decisions).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
    }

    @Test
    void shouldHandOutAMapThatCannotBeChangedAndMindsTheCase() {
        final Map<String, String> environment = System.getenv();

        assertThatThrownBy(() -> environment.put("A", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> environment.remove("IT_PLAIN")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> environment.get(null)).isInstanceOf(NullPointerException.class);
        assertThat(environment.get(ALLOWED.toLowerCase(java.util.Locale.ROOT))).isNull();
    }

    @Test
    void shouldNotDecideAVariableThatIsNoSecretOrNotSet() {
        assertThat(System.getenv("IT_PLAIN")).isEqualTo("plain");
        assertThat(System.getenv(DENIED.toLowerCase(java.util.Locale.ROOT))).isNull();
        assertThat(System.getenv("IT_NOT_SET")).isNull();
        assertThatThrownBy(() -> System.getenv(null)).isInstanceOf(NullPointerException.class);

        assertThat(recorded.decisions()).isEmpty();
    }

    @Test
    void shouldAttributeAReadToTheAgentAndItsToolCall() throws Exception {
        assertThat(AgentWork.inSession("s-environment", () -> System.getenv(DENIED)))
                .isNull();

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret");
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-environment");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    /** What the application may not read, it does not hand on either: the map is the child's environment. */
    @Test
    void shouldGiveAChildWhatItsBuildersMapShows() throws Exception {
        final ProcessBuilder builder = printing(ALLOWED, DENIED, "IT_OWN");
        builder.environment().put("IT_OWN", "own");

        assertThat(output(builder)).isEqualTo(ALLOWED_VALUE + "--own");
    }

    /** The documented limit: a child whose environment nobody asked for has all of it. The decision is about the child. */
    @Test
    void shouldDecideTheChildWhereItInheritsTheEnvironmentUnasked() throws Exception {
        assertThat(output(printing(DENIED))).isEqualTo(DENIED_VALUE);

        assertThat(recorded.decisions())
                .extracting(d -> d.path("category").asText())
                .containsExactly("exec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/self/environ",
                "/proc/thread-self/environ",
                "/proc/PID/environ",
                "/proc/self/task/PID/environ",
                "/proc/self/root/proc/self/environ",
                "/proc//self/../PID/./environ",
                "/dev/../proc/self/environ",
                "/dev/fd/../environ",
            })
    void shouldRefuseTheFileThatShowsTheEnvironment(String file) {
        final String path =
                file.replace("PID", Long.toString(ProcessHandle.current().pid()));
        final Throwable nio = catchThrowable(() -> Files.readString(Path.of(path)));
        final Throwable io = catchThrowable(() -> new FileInputStream(path).close());

        assertThat(nio)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Remit refused this call: action=FetchSecret; resource=Secret/env/" + DENIED);
        assertThat(io).isInstanceOf(FileNotFoundException.class).hasMessageContaining("Secret/env/" + DENIED);
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .filteredOn(d -> d.path("verdict").asText().equals("deny"))
                .extracting(d -> d.path("resource").asText())
                .containsExactly("Remit::Secret::\"env/" + DENIED + "\"", "Remit::Secret::\"env/" + DENIED + "\"");
        assertThat(decisions)
                .allSatisfy(d ->
                        assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("refused"));
    }

    @Test
    void shouldDecideTheEnvironmentsOfOtherProcessesByWhatTheyHold() throws Exception {
        final Process allowed = sleeping(ALLOWED);
        final Process plain = sleeping("IT_PLAIN");
        final Process denied = sleeping(DENIED);
        try {
            assertThat(environ(allowed)).contains(ALLOWED + "=" + ALLOWED + "-in-a-child");
            assertThat(environ(plain)).contains("IT_PLAIN=IT_PLAIN-in-a-child");
            assertThat(catchThrowable(() -> environ(denied))).isInstanceOf(AccessDeniedException.class);
            SecretUse.of(ALLOWED + "-in-a-child");
        } finally {
            allowed.destroy();
            plain.destroy();
            denied.destroy();
        }

        assertThat(recorded.decisions("secret"))
                .extracting(d -> d.path("resource").asText() + d.path("verdict").asText())
                .containsExactly(
                        "Remit::Secret::\"env/" + ALLOWED + "\"allow", "Remit::Secret::\"env/" + DENIED + "\"deny");
        assertThat(recorded.decisions("tool").get(0).path("arguments").asText())
                .isEqualTo(SecretUse.arguments("«secret:env/" + ALLOWED + "»"));
    }

    @Test
    void shouldKeepTheValuesOutOfEveryRecord() throws Exception {
        SecretUse.of(System.getenv(ALLOWED));
        SecretUse.of("x" + System.getenv().get(ALLOWED) + "y");

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(
                        SecretUse.arguments("«secret:env/" + ALLOWED + "»"),
                        SecretUse.arguments("x«secret:env/" + ALLOWED + "»y"));
        assertThat(JournalBytes.filesWith("«secret:env/" + ALLOWED)).isNotEmpty();
        assertThat(JournalBytes.filesWith(ALLOWED_VALUE)).isEmpty();
        assertThat(JournalBytes.filesWith(DENIED_VALUE)).isEmpty();
    }

    private static ProcessBuilder printing(String... variables) {
        final String text = List.of(variables).stream().map(v -> "$" + v).collect(Collectors.joining("-"));
        return new ProcessBuilder("/bin/sh", "-c", "printf %s \"" + text + "\"");
    }

    private static String output(ProcessBuilder builder) throws IOException {
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A child with one variable of its own, once it is the program that it was started as. */
    private static Process sleeping(String variable) throws IOException {
        // its environment is set by env, so that nobody asks for the map of the builder
        final Process process = new ProcessBuilder(
                        "/usr/bin/env",
                        "-i",
                        variable + "=" + variable + "-in-a-child",
                        "/bin/sh",
                        "-c",
                        "echo; exec sleep 60")
                .start();
        process.getInputStream().read();
        return process;
    }

    private static String environ(Process process) throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/environ"));
    }
}
