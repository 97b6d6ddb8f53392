package dev.remit.it.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.security.auth.module.UnixSystem;
import dev.remit.it.AgentWork;
import dev.remit.it.Recorded;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeTwins {
    private static final Path FOLDER = Path.of("/var/tmp/remit-it-code");
    private static final Path ALLOWED = FOLDER.resolve("allowed.so");
    private static final Path DENIED = FOLDER.resolve("denied.so");

    private Recorded recorded;

    /** Every way to load a file. */
    private enum Way {
        SYSTEM {
            @Override
            void load(String path) {
                System.load(path);
            }
        },
        RUNTIME {
            @Override
            void load(String path) {
                Runtime.getRuntime().load(path);
            }
        },
        REFLECTION {
            @Override
            void load(String path) throws Throwable {
                try {
                    System.class.getMethod("load", String.class).invoke(null, path);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        },
        METHOD_HANDLE {
            @Override
            void load(String path) throws Throwable {
                MethodHandles.lookup()
                        .findStatic(System.class, "load", MethodType.methodType(void.class, String.class))
                        .invoke(path);
            }
        },
        METHOD_REFERENCE {
            @Override
            void load(String path) {
                final Consumer<String> load = System::load;
                load.accept(path);
            }
        };

        abstract void load(String path) throws Throwable;
    }

    /** A real library that needs nothing of the class that loads it. */
    @BeforeAll
    static void copy() throws IOException {
        final Path library = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("prefs"));
        Files.createDirectories(FOLDER.resolve("folder"));
        for (String name : List.of("allowed.so", "denied.so", "workloads.so", "other.so", "folder/any.so")) {
            Files.copy(library, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @AfterAll
    static void delete() {
        for (String name : List.of("folder", "")) {
            final File folder = FOLDER.resolve(name).toFile();
            for (File file : folder.listFiles()) {
                file.delete();
            }
            folder.delete();
        }
    }

    @BeforeEach
    void begin() {
        recorded = new Recorded();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldLoadAPermittedLibraryAndRecordWhoLoadsIt(Way way) throws Throwable {
        way.load(ALLOWED.toString());

        final JsonNode decision = only(recorded.decisions("code"));
        assertThat(decision.path("verdict").asText()).isEqualTo("allow");
        assertThat(decision.path("principal").asText()).startsWith("Remit::Workload::");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"LoadCode\"");
        assertThat(decision.path("resource").asText()).isEqualTo("Remit::Code::\"/var/tmp/remit-it-code/allowed.so\"");
        assertThat(decision.path("arguments").asText()).startsWith("dev.remit.it.code.CodeTwins");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseALibraryAsOneThatIsNotThere(Way way) {
        final Throwable thrown = catchThrowable(() -> way.load(DENIED.toString()));

        assertThat(thrown)
                .isExactlyInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining(
                        "Remit refused this call: action=LoadCode; resource=Code//var/tmp/remit-it-code/denied.so")
                .hasMessageContaining("policy=denied-library; reason=not this library");
        final JsonNode decision = only(recorded.decisions("code"));
        assertThat(decision.path("policies").toString()).isEqualTo("[\"denied-library\"]");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("refused");
    }

    @Test
    void shouldRefuseWhatNoPolicyPermits() {
        assertThat(catchThrowable(() -> System.load(FOLDER.resolve("other.so").toString())))
                .isInstanceOf(UnsatisfiedLinkError.class);

        assertThat(only(recorded.decisions("code")).path("policies")).isEmpty();
    }

    @Test
    void shouldKnowALibraryByTheFolderThatItLiesIn() {
        System.load(FOLDER.resolve("folder/any.so").toString());
        assertThat(catchThrowable(
                        () -> System.load(FOLDER.resolve("folder/../denied.so").toString())))
                .isInstanceOf(UnsatisfiedLinkError.class);

        assertThat(recorded.decisions("code"))
                .extracting(d -> d.path("resource").asText())
                .containsExactly(
                        "Remit::Code::\"/var/tmp/remit-it-code/folder/any.so\"",
                        "Remit::Code::\"/var/tmp/remit-it-code/denied.so\"");
    }

    @Test
    void shouldSeeThroughALink() throws IOException {
        final Path link = Files.createSymbolicLink(FOLDER.resolve("folder/link.so"), DENIED);

        assertThat(catchThrowable(() -> System.load(link.toString()))).isInstanceOf(UnsatisfiedLinkError.class);

        assertThat(only(recorded.decisions("code")).path("policies").toString()).isEqualTo("[\"denied-library\"]");
    }

    @Test
    void shouldGuardALibraryByItsName() {
        System.loadLibrary("prefs");
        Runtime.getRuntime().loadLibrary("prefs");
        assertThat(catchThrowable(() -> System.loadLibrary("rmi"))).isInstanceOf(UnsatisfiedLinkError.class);
        assertThat(catchThrowable(() -> Runtime.getRuntime().loadLibrary("rmi")))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("resource=Code/rmi");

        assertThat(recorded.decisions("code"))
                .extracting(d ->
                        d.path("verdict").asText() + ' ' + d.path("resource").asText())
                .containsExactly(
                        "allow Remit::Code::\"prefs\"",
                        "allow Remit::Code::\"prefs\"",
                        "deny Remit::Code::\"rmi\"",
                        "deny Remit::Code::\"rmi\"");
    }

    @Test
    void shouldNotLetAnAgentLoadWhatOnlyTheWorkloadMay() throws Exception {
        final String library = FOLDER.resolve("workloads.so").toString();
        System.load(library);
        final Throwable thrown = catchThrowable(() -> AgentWork.inSession("s-code", () -> {
            System.load(library);
            return null;
        }));

        assertThat(thrown).isInstanceOf(UnsatisfiedLinkError.class);
        final List<JsonNode> decisions = recorded.decisions("code");
        assertThat(decisions).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-code");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(only(recorded.decisions("tool")).path("call").asLong());
    }

    @Test
    void shouldLeaveTheJdksOwnLibrariesAlone() {
        assertThat(new UnixSystem().getUsername()).isNotNull();

        assertThat(recorded.decisions("code")).isEmpty();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22)
    void shouldGuardTheForeignFunctionApi() throws Throwable {
        lookUp(Path.class, ALLOWED);
        lookUp(String.class, ALLOWED.toString());
        for (Object denied : List.of(DENIED.toString(), "libc.so.6")) {
            assertThat(catchThrowable(() -> lookUp(String.class, denied)))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Remit refused this call: action=LoadCode");
        }
        assertThat(catchThrowable(() -> lookUp(Path.class, DENIED))).isInstanceOf(IllegalArgumentException.class);

        assertThat(recorded.decisions("code"))
                .extracting(d ->
                        d.path("verdict").asText() + ' ' + d.path("resource").asText())
                .containsExactly(
                        "allow Remit::Code::\"" + ALLOWED + '"',
                        "allow Remit::Code::\"" + ALLOWED + '"',
                        "deny Remit::Code::\"" + DENIED + '"',
                        "deny Remit::Code::\"libc.so.6\"",
                        "deny Remit::Code::\"" + DENIED + '"');
    }

    /** The API is younger than the Java version that this is compiled for. */
    private static void lookUp(Class<?> type, Object library) throws Throwable {
        final Class<?> arena = Class.forName("java.lang.foreign.Arena");
        final Method method = Class.forName("java.lang.foreign.SymbolLookup").getMethod("libraryLookup", type, arena);
        try {
            method.invoke(null, library, arena.getMethod("global").invoke(null));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }
}
