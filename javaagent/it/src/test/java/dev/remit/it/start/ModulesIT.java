package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Twice;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of modules, on a whole JDK and on an image that jlink made for it. */
class ModulesIT {
    private static final String[] WAYS = {"jdk", "urlconnection", "okhttp", "socket", "file", "exec", "tool"};

    /** What the guard needs, as {@code docs/operating.md} has it. */
    private static final String NEEDED = "java.instrument,java.management,java.naming,jdk.crypto.ec,jdk.unsupported";

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

    private GuardedJvm.Result run(GuardedJvm jvm) throws IOException, InterruptedException {
        final List<String> arguments = new ArrayList<>(List.of(
                "--module-path",
                folder.resolve("it") + File.pathSeparator + libraries(),
                "--module",
                "it/" + Twice.class.getName()));
        arguments.addAll(List.of(twice.arguments(WAYS)));
        return jvm.tool("java", arguments.toArray(new String[0]));
    }

    private static String libraries() {
        return String.join(
                File.pathSeparator,
                TwiceRun.jarOf(OkHttpClient.class),
                TwiceRun.jarOf(ByteString.class),
                TwiceRun.jarOf(Unit.class));
    }

    /** Makes a module of the tests' class. */
    private void compile() throws IOException {
        final Path module = Files.createDirectories(folder.resolve("it/dev/remit/it/app"));
        for (Path file : TwiceRun.classFiles(Twice.class)) {
            Files.copy(file, module.resolve(file.getFileName()));
        }
        final Path info = folder.resolve("module-info.java");
        Files.writeString(info, "module it { requires java.net.http; requires okhttp3; requires kotlin.stdlib; }");
        tool("javac", "-d", folder.resolve("it").toString(), "--module-path", libraries(), info.toString());
    }

    private static void tool(String name, String... arguments) {
        assertThat(ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments))
                .isZero();
    }

    @Test
    void shouldGuardAModularApplicationAndAnImage() throws Exception {
        compile();
        final GuardedJvm.Result whole = run(twice.jvm(twice.agent(), "--add-modules=jdk.unsupported"));
        assertThat(whole.err()).isEmpty();
        twice.assertGuarded(whole, WAYS);

        final Path image = folder.resolve("image");
        tool("jlink", "--add-modules", NEEDED + ",java.net.http,java.logging", "--output", image.toString());
        final GuardedJvm.Result linked =
                run(twice.jvm(twice.agent(), "--add-modules=" + NEEDED).home(image));
        assertThat(linked.err()).isEmpty();
        twice.assertGuarded(linked, WAYS);
    }

    @Test
    void shouldSayWhichModulesAreMissing() throws Exception {
        final GuardedJvm.Result result = twice.jvm(twice.agent(), "--limit-modules=java.base,java.instrument")
                .run(Twice.class, twice.arguments("socket"));

        assertThat(result.status()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .contains("--add-modules java.management,java.naming,")
                .contains("jdk.unsupported, ");
    }
}
