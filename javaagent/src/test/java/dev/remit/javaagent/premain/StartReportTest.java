package dev.remit.javaagent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.policy.PolicyLoader;
import dev.remit.engine.policy.PolicyPaths;
import dev.remit.engine.policy.Surroundings;
import dev.remit.javaagent.hooks.Hooks;
import dev.remit.javaagent.weave.Hook;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartReportTest {
    private static final File JOURNAL = new File("/var/remit/audit");

    private final String classPath = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        System.setProperty("java.class.path", classPath);
    }

    private static String report(Map<String, String> environment) throws Exception {
        final RemitConfig config = ConfigLoader.load(null, environment);
        // The hooks only keep what they will ask.
        final List<Hook> configured = Hooks.configured(null, config);
        final File policy = config.policy() == null ? null : config.policy().toFile();
        final LoadedPolicy loaded = new PolicyLoader(
                        new PolicyPaths(policy, null, null),
                        Identities.configured(config.identity()),
                        Surroundings.UNKNOWN)
                .load();
        return new StartReport(config, loaded, JOURNAL, configured, Hooks.libraries()).text();
    }

    @Test
    void shouldSayWhatToDoNextWhileItObserves() throws Exception {
        System.setProperty("java.class.path", "");
        final String text = report(Map.of("REMIT_IDENTITY", "spiffe://example.org/app"));
        assertThat(text.lines())
                .hasSizeLessThanOrEqualTo(12)
                .anyMatch(line -> line.startsWith("Remit ") && line.contains("guards this JVM (Java "))
                .contains(
                        "  mode      observe: everything goes on and is recorded",
                        "  identity  spiffe://example.org/app (configured), not attested",
                        "  policy    none",
                        "  journal   /var/remit/audit",
                        "  next      java -jar remit.jar policy suggest /var/remit/audit")
                .anyMatch(line -> line.startsWith("  armed     ") && line.contains("java.net.http"))
                .anyMatch(line -> line.startsWith("  on load   ") && line.contains("LangChain4j"))
                .anyMatch(line -> line.startsWith("  uncovered "))
                .noneMatch(line -> line.startsWith("  unknown"));
        assertThat(text).endsWith("\n");
    }

    @Test
    void shouldHaveNoMoreThanTwelveLinesWithEverythingToSay() throws Exception {
        System.setProperty("java.class.path", "langchain4j-99.0.jar" + File.pathSeparator + "okhttp-99.0.jar");
        final Path policy = Files.writeString(folder.resolve("p.cedar"), "permit (principal, action, resource);");
        final Map<String, String> environment = new HashMap<>();
        environment.put("REMIT_POLICY", policy.toString());
        environment.put("REMIT_SECRETS_ENV", "DB_*");
        environment.put("REMIT_SECRETS_FILES", "/run/secrets/*");
        for (String mode : List.of("observe", "enforce")) {
            environment.put("REMIT_MODE", mode);
            final String text = report(environment);
            assertThat(text.lines())
                    .hasSizeLessThanOrEqualTo(12)
                    .anyMatch(line -> line.startsWith("  mode      " + mode))
                    .anyMatch(line -> line.startsWith("  identity  spiffe://localhost/") && line.contains("(derived"))
                    .anyMatch(line -> line.startsWith("  policy    " + policy + ": 1 file, 1 policy, hash ")
                            && line.endsWith(", loaded anew when it changes"))
                    .anyMatch(line ->
                            line.startsWith("  unknown   langchain4j-99.0.jar (known: 1.x from 1.6), okhttp-99.0.jar"));
            assertThat(text.contains("  next ")).isEqualTo(mode.equals("observe"));
        }
    }
}
