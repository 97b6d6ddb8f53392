package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page shows every command's help as it is printed. */
class CommandLinePageTest {
    private static final List<String> COMMANDS = List.of(
            "",
            "config",
            "doctor",
            "status",
            "audit",
            "audit print",
            "audit tail",
            "audit trace",
            "audit stats",
            "audit export",
            "audit verify",
            "audit receipt",
            "audit verify-receipt",
            "policy",
            "policy suggest",
            "policy check",
            "policy test",
            "policy explain",
            "policy list",
            "policy format",
            "identity",
            "version");

    @Test
    void shouldShowEveryHelpAsItIsPrinted() throws IOException {
        String page = Files.readString(page());

        assertThat(page.substring(page.indexOf("\n## ") + 1))
                .as("docs/command-line.md from its first section on")
                .isEqualTo(helps());
    }

    static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/command-line.md"))) {
            folder = folder.getParent();
            assertThat(folder).as("no folder above holds docs/command-line.md").isNotNull();
        }
        return folder.resolve("docs/command-line.md");
    }

    static String helps() {
        StringBuilder text = new StringBuilder();
        for (String command : COMMANDS) {
            String[] args = (command + " --help").trim().split(" ");
            text.append(text.isEmpty() ? "" : "\n").append("## `java -jar remit.jar");
            text.append(command.isEmpty() ? "" : " ").append(command).append("`\n\n```\n");
            text.append(CommandRun.of(args).out()).append("```\n");
        }
        return text.toString();
    }
}
