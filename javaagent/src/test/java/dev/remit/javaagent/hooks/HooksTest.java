package dev.remit.javaagent.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.config.ConfigLoader;
import dev.remit.javaagent.weave.Advised;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows name advice by text, which no compiler looks at. */
class HooksTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final String IN_ADVICE = "Lnet/bytebuddy/asm/Advice$OnMethod";

    @Test
    void shouldNameTheAdviceThatThereIsAndNoOther(@TempDir Path folder) throws Exception {
        final Path settings = Files.writeString(
                folder.resolve("remit.properties"),
                "identity=spiffe://example.org/app\ntask.refund.entry=com.acme.Desk#refund\nhook.tool.pay=com.acme.Bank#pay\n");
        final List<String> named = new ArrayList<>();
        for (CallSite site : Hooks.callSites(Hooks.tables(ConfigLoader.load(settings, Map.of())))) {
            if (site.weaving() instanceof Advised advised) {
                advised.advice().forEach(each -> {
                    named.add(each.enter());
                    named.add(each.exit());
                });
            }
        }
        assertThat(named.stream().distinct()).containsExactlyInAnyOrderElementsOf(advice());
    }

    /** A start knows libraries by the index that the build makes of their tables. */
    @Test
    void shouldIndexWhatTheTablesSay() {
        final List<Hook> made = Hooks.libraries();
        final List<Hook> indexed = LibraryIndex.parse(LibraryIndex.of(made));
        assertThat(indexed).hasSameSizeAs(made);
        for (int i = 0; i < made.size(); i++) {
            assertThat(indexed.get(i).library()).isEqualTo(made.get(i).library());
            assertThat(indexed.get(i).names()).isEqualTo(made.get(i).names());
            assertThat(indexed.get(i).callSites()).isEqualTo(made.get(i).callSites());
        }
    }

    private static List<String> advice() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/remit/javaagent/hooks"))) {
            return files.filter(file -> file.toString().endsWith(".class") && holds(file, IN_ADVICE))
                    .map(file -> CLASSES.relativize(file).toString())
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace(CLASSES.getFileSystem().getSeparator(), "."))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
