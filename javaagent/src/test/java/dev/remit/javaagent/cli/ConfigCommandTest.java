package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.config.ConfigKey;
import dev.remit.engine.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldPrintEveryKeyWithItsOriginAndPurpose() throws IOException {
        Path file = Files.writeString(folder.resolve("remit.properties"), "# mine\nsecrets.env=PAYMENT_KEY\nreport=on\n");

        CommandRun run =
                CommandRun.withEnvironment(Map.of("REMIT_REPORT", "off"), "config", "--config", file.toString());

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        for (ConfigKey key : ConfigKey.values()) {
            assertThat(run.out()).contains("\n# Allowed: " + key.allowed() + "\n", "# " + key.what() + "\n");
        }
        assertThat(run.out())
                .contains("# From: default   Environment: REMIT_MODE\nmode=observe\n")
                .contains("# From: " + file + ":2   Environment: REMIT_SECRETS_ENV\nsecrets.env=PAYMENT_KEY\n")
                .contains("# From: environment REMIT_REPORT   Environment: REMIT_REPORT\nreport=off\n")
                .contains("#policy=      (no policy)\n");
    }

    @Test
    void shouldPrintAFileThatMeansTheSame() throws IOException {
        Path journal = folder.resolve("odd \\ name");
        Map<String, String> environment = Map.of("REMIT_AUDIT_DIR", journal.toString(), "REMIT_SECRETS_FILES", "/a b/*.pem,/ä");
        CommandRun run = CommandRun.withEnvironment(environment, "config");

        Path printed = Files.writeString(folder.resolve("printed.properties"), run.out());

        assertThat(ConfigLoader.load(printed, Map.of()).hash())
                .isEqualTo(ConfigLoader.load(null, environment).hash());
    }

    @Test
    void shouldShowEveryProblemOnALineOfItsOwn() throws IOException {
        Path file = Files.writeString(folder.resolve("remit.properties"), "mode=enforce\nauditdir=x\n");

        CommandRun run = CommandRun.of("config", "-c", file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("remit: " + file + ":"))
                .anyMatch(line -> line.contains("the nearest is 'audit.dir'"))
                .anyMatch(line -> line.contains("mode=enforce without a policy"));
    }

    @Test
    void shouldNameAFileThatIsMissing() {
        CommandRun run = CommandRun.of("config", "--config", folder + "/missing");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("remit: " + folder + "/missing is not there; check the path\n");
    }
}
