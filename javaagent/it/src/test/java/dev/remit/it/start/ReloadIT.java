package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.remit.it.app.Reloading;
import dev.remit.it.app.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that are replaced while an application calls. */
class ReloadIT {
    private static final int VERSIONS = 200;

    @TempDir
    Path folder;

    @Test
    void shouldDecideEveryCallByOneVersionWhilePoliciesAreReplaced() throws Exception {
        final GuardedJvm jvm = new GuardedJvm(folder)
                .file("policies/p.cedar", Reloading.version(0))
                .environment(Reloading.PROBE, "value")
                .guarded("mode=enforce", "policy=policies", "secrets.env=" + Reloading.PROBE)
                .patience(240);
        final GuardedJvm.Result result = jvm.run(Reloading.class, "policies/p.cedar", "" + VERSIONS, "2", "2000");
        assertThat(result.status()).as(result.err()).isZero();
        System.out.print(result.out());

        final Tally tally = new Tally();
        for (String line : jvm.audit("print", "--format", "jsonl", "remit-audit")
                .out()
                .lines()
                .toList()) {
            tally.add(new ObjectMapper().readTree(line));
        }
        assertThat(result.out()).contains("allowed=" + tally.allowed + " denied=" + tally.denied + "\n");
        assertThat(tally.allowed).isPositive();
        assertThat(tally.denied).isPositive();
        assertThat(tally.hashes).as("a hash a version").hasSize(VERSIONS + 1).doesNotHaveDuplicates();
        assertThat(new HashSet<>(tally.numbers.values())).as("a version a hash").hasSize(VERSIONS + 1);
        assertThat(tally.hashes).containsAll(tally.numbers.keySet());
        assertThat(tally.rejected)
                .hasSize(VERSIONS / Reloading.BROKEN_EACH)
                .allMatch(reason -> reason.startsWith(folder.resolve("policies/p.cedar") + ":1:27: "));
        assertThat(result.err())
                .contains("Remit: policy reloaded: " + folder.resolve("policies") + ": 1 file, 2 policies, hash ")
                .contains("Remit: policy not reloaded, the version in force stays: ")
                .contains("permit (principal, action resource);");
        assertThat(result.out()).as("versions in the heap").containsPattern("snapshots=[12]\n");
    }

    /** What the journal says: which policies decided, and of which version. */
    private static final class Tally {
        final List<String> hashes = new ArrayList<>();
        final Map<String, String> numbers = new HashMap<>();
        final List<String> rejected = new ArrayList<>();
        int allowed;
        int denied;

        void add(JsonNode record) {
            switch (record.path("kind").asText()) {
                case "guard_started", "policy_loaded" ->
                    hashes.add(record.path("policyHash").asText());
                case "policy_rejected" -> rejected.add(record.path("reason").asText());
                case "decision" -> decision(record);
                default -> {}
            }
        }

        private void decision(JsonNode record) {
            final String hash = record.path("policyHash").asText();
            final String number = record.path("policies").path(0).asText().substring("first-".length());
            assertThat(record.path("policies"))
                    .extracting(JsonNode::asText)
                    .as("not of two versions")
                    .containsExactly("first-" + number, "second-" + number);
            assertThat(number).isEqualTo(numbers.computeIfAbsent(hash, key -> number));
            assertThat(hashes).as("loaded before it decided").contains(hash);
            final boolean permits = Integer.parseInt(number) % 2 == 0;
            assertThat(record.path("verdict").asText()).isEqualTo(permits ? "allow" : "deny");
            if (permits) {
                allowed++;
            } else {
                denied++;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"policy=p.cedar, true", "policy=p.cedar;policy.reload=0, false", "mode=observe, false"})
    void shouldWatchOnlyWhereThereIsAPolicyAndItIsNotSwitchedOff(String lines, boolean watches) throws Exception {
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .file("p.cedar", Reloading.version(0))
                .guarded(lines.split(";"))
                .run(Threads.class);
        assertThat(result.out().contains("remit-policy daemon\n")).isEqualTo(watches);
        assertThat(result.err().contains("loaded anew when it changes")).isEqualTo(watches);
    }
}
