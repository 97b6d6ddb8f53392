package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page's list of keys is the tables of keys, written out. */
class ConfigurationPageTest {
    private static final String START = "<!-- keys: written from ConfigKey -->\n";
    private static final String END = "<!-- end of keys -->";

    @Test
    void shouldListEveryKeyAsTheTableOfKeysHasIt() throws IOException {
        String page = Files.readString(page());

        assertThat(page).contains(START, END);
        assertThat(page.substring(page.indexOf(START) + START.length(), page.indexOf(END)))
                .as("the part of docs/configuration.md between its two comments")
                .isEqualTo(keys());
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/configuration.md"))) {
            folder = folder.getParent();
            assertThat(folder).as("no folder above holds docs/configuration.md").isNotNull();
        }
        return folder.resolve("docs/configuration.md");
    }

    static String keys() {
        StringBuilder text = new StringBuilder();
        for (ConfigKey key : ConfigKey.values()) {
            String whenUnset = key.whenEmpty() == null ? "`" + key.defaultText() + "`" : key.whenEmpty();
            text.append("\n### `").append(key.text()).append("`\n\n");
            text.append(key.what()).append("\n\n");
            text.append("- Default: ").append(whenUnset).append('\n');
            text.append("- Allowed: ").append(key.allowed().replace("*", "\\*")).append('\n');
            text.append("- Environment: `").append(key.environmentName()).append("`\n");
        }
        for (NamedKey key : NamedKey.values()) {
            text.append("\n### `").append(key.text()).append("`\n\n");
            text.append(key.what()).append("\n\n");
            text.append("- Allowed: ").append(key.allowed().replace("*", "\\*")).append('\n');
        }
        return text.append('\n').toString();
    }
}
