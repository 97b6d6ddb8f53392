package dev.remit.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessTwins {
    private static final String ALLOWED = "/bin/true";
    private static final String DENIED = "/bin/false";

    private Recorded recorded;

    private enum Way {
        PROCESS_BUILDER {
            @Override
            Process start(String program) throws IOException {
                return new ProcessBuilder(program, "argument").start();
            }
        },
        RUNTIME_EXEC {
            @Override
            Process start(String program) throws IOException {
                return Runtime.getRuntime().exec(new String[] {program, "argument"});
            }
        },
        PIPELINE {
            @Override
            Process start(String program) throws IOException {
                return ProcessBuilder.startPipeline(List.of(new ProcessBuilder(program, "argument")))
                        .get(0);
            }
        },
        REFLECTION {
            @Override
            Process start(String program) throws Exception {
                return (Process)
                        ProcessBuilder.class.getMethod("start").invoke(new ProcessBuilder(program, "argument"));
            }
        },
        METHOD_HANDLE {
            @Override
            Process start(String program) throws Throwable {
                return (Process) MethodHandles.lookup()
                        .findVirtual(ProcessBuilder.class, "start", MethodType.methodType(Process.class))
                        .invoke(new ProcessBuilder(program, "argument"));
            }
        };

        abstract Process start(String program) throws Throwable;
    }

    @BeforeEach
    void begin() {
        recorded = new Recorded();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldStartAPermittedProgramAndRecordItsCommand(Way way) throws Throwable {
        final Process process = way.start(ALLOWED);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();

        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("category").asText()).isEqualTo("exec");
        assertThat(decision.path("verdict").asText()).isEqualTo("allow");
        assertThat(decision.path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"Exec\"");
        assertThat(decision.path("resource").asText()).isEqualTo("Remit::Program::\"" + ALLOWED + "\"");
        assertThat(decision.path("arguments").asText()).contains(ALLOWED, "argument");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseAForbiddenProgramWithThePolicysReason(Way way) {
        assertThat(Refusals.assertRefused(() -> way.start(DENIED)))
                .hasMessageContaining("policy=forbidden-program; reason=not this program");

        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("verdict").asText()).isEqualTo("deny");
        assertThat(decision.path("policies").toString()).isEqualTo("[\"forbidden-program\"]");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldRefuseThePartOfAPipelineThatIsForbidden() {
        Refusals.assertRefused(
                () -> ProcessBuilder.startPipeline(List.of(new ProcessBuilder(ALLOWED), new ProcessBuilder(DENIED))));

        assertThat(recorded.decisions())
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny");
    }

    @Test
    void shouldNotLetAnAgentStartWhatOnlyTheWorkloadMay() throws Exception {
        Refusals.assertRefused(() -> AgentWork.inSession("s-exec", () -> new ProcessBuilder(ALLOWED).start()));

        final JsonNode exec = only(recorded.decisions("exec"));
        assertThat(exec.path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(exec.path("session").asText()).isEqualTo("s-exec");
    }

    private static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }
}
