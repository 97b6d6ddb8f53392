package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.parse.PolicySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyLoaderTest {
    private static final String PERMIT = "permit (principal, action, resource);";

    @TempDir
    Path folder;

    private LoadedPolicy load(Path policy) throws PolicyLoadException {
        return new PolicyLoader(
                        new PolicyPaths(policy.toFile(), null, null), WatchedFiles.IDENTITY, Surroundings.UNKNOWN)
                .load();
    }

    @Test
    void shouldDecideNothingWithoutAPolicy() throws Exception {
        final LoadedPolicy none =
                new PolicyLoader(new PolicyPaths(null, null, null), WatchedFiles.IDENTITY, Surroundings.UNKNOWN).load();
        assertThat(none.files()).isZero();
        assertThat(none.snapshot().size()).isZero();
        assertThat(none.snapshot().hash()).isEmpty();
        assertThat(none.snapshot().hashBytes()).isNull();
        final DecisionRequest request = new DecisionRequest(none.snapshot());
        request.exec("rm");
        assertThat(request.isAllowed()).isTrue();
    }

    @Test
    void shouldTakeEveryPolicyFileBelowAFolderByName() throws Exception {
        Files.createDirectories(folder.resolve("b/deep"));
        Files.writeString(folder.resolve("z.cedar"), PERMIT);
        Files.writeString(folder.resolve("b/deep/a.cedar"), PERMIT);
        Files.writeString(folder.resolve("notes.txt"), "no policy");
        final LoadedPolicy loaded = load(folder);
        assertThat(loaded.input().policies())
                .extracting(PolicySource::name)
                .containsExactly(
                        folder.resolve("b/deep/a.cedar").toString(),
                        folder.resolve("z.cedar").toString());
        assertThat(loaded.files()).isEqualTo(2);
        assertThat(loaded.snapshot().size()).isEqualTo(2);
        assertThat(loaded.snapshot().hashBytes())
                .isEqualTo(HexFormat.of().parseHex(loaded.snapshot().hash()));
    }

    @Test
    void shouldTakeAFileOfAnyName() throws Exception {
        assertThat(load(Files.writeString(folder.resolve(".policy"), PERMIT))
                        .snapshot()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatEditorsAndKubernetesHide() throws Exception {
        Files.writeString(folder.resolve("p.cedar"), PERMIT);
        Files.writeString(folder.resolve(".p.cedar"), "half-wri");
        Files.createSymbolicLink(folder.resolve(".#p.cedar"), Path.of("user@host.4711"));
        Files.createDirectory(folder.resolve("..2026_01_31"));
        Files.writeString(folder.resolve("..2026_01_31/p.cedar"), PERMIT);
        assertThat(load(folder).files()).isEqualTo(1);
    }

    @Test
    void shouldGiveEntitiesToThePolicies() throws Exception {
        final Path policy = Files.writeString(
                folder.resolve("p.cedar"), "permit (principal, action, resource in Remit::Programs::\"harmless\");");
        final Path entities = Files.writeString(folder.resolve("e.json"), """
                [{"uid": {"type": "Remit::Program", "id": "git"},
                  "attrs": {}, "parents": [{"type": "Remit::Programs", "id": "harmless"}]}]
                """);
        final PolicySnapshot snapshot = new PolicyLoader(
                        new PolicyPaths(policy.toFile(), entities.toFile(), null),
                        WatchedFiles.IDENTITY,
                        Surroundings.UNKNOWN)
                .load()
                .snapshot();
        final DecisionRequest request = new DecisionRequest(snapshot);
        request.exec("git");
        assertThat(request.isAllowed()).isTrue();
        request.exec("rm");
        assertThat(request.isAllowed()).isFalse();
    }

    @Test
    void shouldSayEveryErrorAndTheFirstInOneLine() throws Exception {
        final Path file = Files.writeString(folder.resolve("p.cedar"), "permit (principal);\nforbid (action);\n");
        final PolicyLoadException problem = catchThrowableOfType(PolicyLoadException.class, () -> load(folder));
        assertThat(problem.text()).contains(file + ":1:", file + ":2:", "^");
        assertThat(problem.first()).startsWith(file + ":1:").doesNotContain("\n");
        assertThat(problem.hash()).isNull();
    }

    @Test
    void shouldNameTheEntitiesFileAndThePlace() throws Exception {
        final Path policy = Files.writeString(folder.resolve("p.cedar"), PERMIT);
        final Path entities = Files.writeString(folder.resolve("e.json"), "[{]");
        assertThatThrownBy(() -> new PolicyLoader(
                                new PolicyPaths(policy.toFile(), entities.toFile(), null),
                                WatchedFiles.IDENTITY,
                                Surroundings.UNKNOWN)
                        .load())
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining(entities + ":1:");
    }

    @Test
    void shouldNameWhatIsMissingEmptyOrNoText() throws Exception {
        assertThatThrownBy(() -> load(folder.resolve("none")))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining("none is not there");
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining(folder + " holds no file that ends in .cedar");
        Files.write(folder.resolve("p.cedar"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining("p.cedar is not a text in UTF-8");
    }

    @Test
    void shouldNotFollowALinkThatLeadsBackUp() throws Exception {
        Files.writeString(folder.resolve("p.cedar"), PERMIT);
        Files.createSymbolicLink(folder.resolve("again"), folder);
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining("take out the link");
    }

    @Test
    void shouldNameAVersionByItsContent() throws Exception {
        final Path file = Files.writeString(folder.resolve("p.cedar"), PERMIT);
        final String hash = load(folder).snapshot().hash();
        assertThat(hash).hasSize(64).isEqualTo(load(folder).snapshot().hash());
        Files.writeString(file, PERMIT + " ");
        assertThat(load(folder).snapshot().hash()).isNotEqualTo(hash);
        assertThat(load(folder).input().policies()).isEqualTo(List.of(new PolicySource(file.toString(), PERMIT + " ")));
    }

    @Test
    void shouldSayWhichLabelsAreNone() throws Exception {
        for (String label :
                List.of("@label", "@label(\"\")", "@label(\"a,,b\")", "@label(\"a, \")", "@label(\"a\\nb\")")) {
            final Path policy = Files.writeString(folder.resolve("labels.cedar"), "\n" + label + " " + PERMIT);

            assertThatThrownBy(() -> load(policy))
                    .isInstanceOf(PolicyLoadException.class)
                    .hasMessageContaining(
                            "labels.cedar:2:1: its @label names no label, expected one such as @label(\"c");
        }
        final Path forbid = Files.writeString(
                folder.resolve("forbid.cedar"), "@label(\"a\") forbid (principal, action, resource);");

        assertThatThrownBy(() -> load(forbid))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining("forbid.cedar:1:1: a forbid allows no call that its @label could be added after");
    }

    @Test
    void shouldSayWhichEntitiesLabelsAreNone() throws Exception {
        final Path policy = Files.writeString(folder.resolve("p.cedar"), PERMIT);
        final Path entities = folder.resolve("entities.json");
        final PolicyLoader loader = new PolicyLoader(
                new PolicyPaths(policy.toFile(), entities.toFile(), null), WatchedFiles.IDENTITY, Surroundings.UNKNOWN);
        for (String labels : List.of("\"customer-data\"", "[\"a\", 1]", "[\" \"]", "{}")) {
            Files.writeString(entities, """
                    [{"uid": {"type": "Remit::Host",
                              "id": "crm.acme.com:443"}, "attrs": {"labels": %s}, "parents": []}]
                    """.formatted(labels));

            assertThatThrownBy(loader::load)
                    .isInstanceOf(PolicyLoadException.class)
                    .hasMessageContaining(
                            "entities.json:2:17: the labels of Remit::Host::\"crm.acme.com:443\" can't be added to a session");
        }
    }
}
