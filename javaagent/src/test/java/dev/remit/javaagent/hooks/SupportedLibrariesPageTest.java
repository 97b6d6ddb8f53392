package dev.remit.javaagent.hooks;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
        return root().resolve("docs/supported-libraries.md");
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/supported-libraries.md"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("no folder above holds docs/supported-libraries.md")
                    .isNotNull();
        }
        return folder;
    }

    /** What a module's tests run with. */
    private static final class Versions {
        private static final Pattern PROPERTY = Pattern.compile("<([a-z0-9.-]+)>([^<>$]+)</\\1>");
        private static final Pattern DEPENDENCY = Pattern.compile(
                "(?:ependency|artifactItem)>\\s*<groupId>([^<]*)</groupId>\\s*<artifactId>([^<]*)</artifactId>\\s*<version>\\$\\{([^}]*)}</version>");

        /** What a library comes in, where its own jar is not what the tests have. */
        private static final Map<String, String> HELD_BY = Map.of("jakarta.servlet-api", "tomcat-embed-core");

        /** By the jar, and then by its group. */
        private final Map<String, Map<String, String>> byJar = new HashMap<>();

        Versions(String module) {
            final Map<String, String> properties = new HashMap<>();
            final String pom;
            try {
                pom = Files.readString(root().resolve(module));
                for (String text : List.of(Files.readString(root().resolve("pom.xml")), pom)) {
                    PROPERTY.matcher(text).results().forEach(found -> properties.put(found.group(1), found.group(2)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            DEPENDENCY.matcher(pom).results().forEach(found -> {
                final String version = properties.get(found.group(3));
                if (version != null) {
                    byJar.computeIfAbsent(found.group(2), unused -> new LinkedHashMap<>())
                            .merge(found.group(1), version, Versions::older);
                }
            });
        }

        private static String older(String one, String other) {
            return ModuleDescriptor.Version.parse(one).compareTo(ModuleDescriptor.Version.parse(other)) < 0
                    ? one
                    : other;
        }

        /** The version of the hook's first jar that the module names, or else {@code otherwise}. */
        String of(Hook hook, String otherwise) {
            final String guarded = hook.callSites().get(0).target().className();
            for (String jar : hook.library().jars()) {
                final String holder = HELD_BY.get(jar);
                if (holder != null) {
                    return '`' + holder + "` "
                            + byJar.get(holder).values().iterator().next();
                }
                final Map<String, String> byGroup = byJar.getOrDefault(jar, Map.of());
                // Two drivers have one name: theirs is the group whose classes are guarded.
                for (Map.Entry<String, String> group : byGroup.entrySet()) {
                    if (byGroup.size() == 1 || guarded.startsWith(group.getKey())) {
                        return group.getValue();
                    }
                }
            }
            return otherwise;
        }
    }

    static String tables() {
        final List<Hook> hooks = Hooks.tables(ConfigLoader.load(
                null,
                Map.of(
                        "REMIT_SECRETS_ENV", "DB_*",
                        "REMIT_SECRETS_FILES", "/run/secrets/*",
                        "REMIT_SECRETS_PROPERTIES", "db.*",
                        "REMIT_SECRETS_KEYSTORE", "signing")));
        final Versions newest = new Versions("javaagent/it/pom.xml");
        final Versions oldest = new Versions("javaagent/it/oldest/pom.xml");
        final StringBuilder text = new StringBuilder();
        text.append(
                "\n| library | versions | tested oldest | tested newest | jars | decided | call sites |\n|---|---|---|---|---|---|---|\n");
        for (Hook hook : hooks) {
            if (!hook.library().jars().isEmpty()) {
                text.append("| ").append(hook.library().name());
                text.append(" | ").append(hook.library().known(", "));
                final String tested = newest.of(hook, "");
                text.append(" | ").append(oldest.of(hook, tested));
                text.append(" | ").append(tested);
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
