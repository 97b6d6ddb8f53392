package dev.remit.javaagent.hooks;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page is what the hooks' tables say. */
class SupportedLibrariesPageTest {
    private static final String BEGIN = "<!-- from the hooks' tables -->\n";
    private static final String END = "<!-- end of the tables -->";

    @Test
    void shouldListTheHooksTables() throws IOException {
        final String page = Files.readString(page());

        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .as("docs/supported-libraries.md between its marks")
                .isEqualTo(tables());
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/supported-libraries.md"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("no folder above holds docs/supported-libraries.md")
                    .isNotNull();
        }
        return folder.resolve("docs/supported-libraries.md");
    }

    static String tables() {
        final List<Hook> hooks = Hooks.tables(ConfigLoader.load(
                null,
                Map.of(
                        "REMIT_SECRETS_ENV", "DB_*",
                        "REMIT_SECRETS_FILES", "/run/secrets/*",
                        "REMIT_SECRETS_PROPERTIES", "db.*",
                        "REMIT_SECRETS_KEYSTORE", "signing")));
        final StringBuilder text = new StringBuilder();
        text.append("\n| library | versions | jars | decided | call sites |\n|---|---|---|---|---|\n");
        for (Hook hook : hooks) {
            if (!hook.library().jars().isEmpty()) {
                text.append("| ").append(hook.library().name());
                text.append(" | ")
                        .append(hook.library().versions().stream()
                                .map(version -> version + "x")
                                .collect(joining(", ")));
                text.append(" | ")
                        .append(hook.library().jars().stream()
                                .map(jar -> '`' + jar + '`')
                                .collect(joining(", ")));
                text.append(" | ").append(decided(hook));
                text.append(" | ").append(hook.callSites().size()).append(" |\n");
            }
        }
        text.append("\n| of the JDK | decided | call sites |\n|---|---|---|\n");
        for (Hook hook : hooks) {
            if (hook.library().jars().isEmpty()) {
                text.append("| ").append(hook.library().name()).append(" | ").append(decided(hook));
                text.append(" | ").append(hook.callSites().size()).append(" |\n");
            }
        }
        for (Hook hook : hooks) {
            text.append("\n### ").append(hook.library().name()).append("\n\n");
            hook.callSites().stream()
                    .map(SupportedLibrariesPageTest::line)
                    .distinct()
                    .forEach(text::append);
        }
        return text.append('\n').toString();
    }

    private static String line(CallSite site) {
        return "- `" + site.target().className() + '#' + site.target().method() + '`'
                + (site.target().below() ? " and whatever overrides it" : "")
                + (site.category() == null ? ": told" : ": " + word(site.category())) + '\n';
    }

    private static String decided(Hook hook) {
        return hook.callSites().stream()
                .map(CallSite::category)
                .filter(Objects::nonNull)
                .map(SupportedLibrariesPageTest::word)
                .collect(toCollection(TreeSet::new))
                .stream()
                .collect(joining(", "));
    }

    private static String word(Category category) {
        return category.name().toLowerCase(Locale.ROOT);
    }
}
