package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PolicyWatchTest {
    private static final String ONE = "permit (principal, action, resource);\n";
    private static final String TWO = ONE + "forbid (principal, action, resource);\n";
    private static final String BROKEN = "permit (principal, action resource);\n";

    @TempDir
    Path folder;

    private Path policies;
    private Path file;

    @BeforeEach
    void onePolicy() throws Exception {
        policies = Files.createDirectory(folder.resolve("policies"));
        file = Files.writeString(policies.resolve("p.cedar"), ONE);
    }

    private WatchedFiles watched() throws Exception {
        return new WatchedFiles(policies, null);
    }

    @Test
    void shouldSayNothingWhileNothingChanges() throws Exception {
        assertThat(watched().look(100).events).isEmpty();
    }

    @Test
    void shouldTakeAChangeWhenTwoLooksInARowReadTheSame() throws Exception {
        final WatchedFiles files = watched().settle();
        Files.writeString(file, TWO);
        assertThat(files.look(1).events).isEmpty();
        assertThat(files.wantsToLookSoon()).isTrue();
        assertThat(files.look(1).events).containsExactly("loaded 2");
        assertThat(files.inForce.snapshot().size()).isEqualTo(2);
        assertThat(files.settle().events).hasSize(1);
        assertThat(files.wantsToLookSoon()).isFalse();
    }

    @Test
    void shouldNotTakeAFileWhileItIsBeingWritten() throws Exception {
        final WatchedFiles files = watched().settle();
        for (int length = 1; length < TWO.length(); length++) {
            Files.writeString(file, TWO.substring(0, length));
            assertThat(files.look(1).events).isEmpty();
        }
        Files.writeString(file, TWO);
        assertThat(files.look(2).events).containsExactly("loaded 2");
    }

    /** Between the load and the first look. */
    @Test
    void shouldSeeAChangeFromBeforeItsFirstLook() throws Exception {
        final WatchedFiles files = watched();
        Files.writeString(file, TWO);
        assertThat(files.look(2).events).containsExactly("loaded 2");
    }

    /** As within one tick of the file system's clock. */
    @Test
    void shouldSeeASecondChangeThatLeavesTheTimeAndTheSizeAsTheyAre() throws Exception {
        final WatchedFiles files = watched().settle();
        final FileTime time = FileTime.fromMillis(1_700_000_000_000L);
        Files.writeString(file, "permit (principal, action, resource) when { 1 == 1 };");
        Files.setLastModifiedTime(file, time);
        assertThat(files.look(2).events).containsExactly("loaded 1");
        final String first = files.inForce.snapshot().hash();
        Files.writeString(file, "permit (principal, action, resource) when { 2 == 2 };");
        Files.setLastModifiedTime(file, time);
        assertThat(files.settle().events).containsExactly("loaded 1", "loaded 1");
        assertThat(files.inForce.snapshot().hash()).isNotEqualTo(first);
    }

    @Test
    void shouldSeeAChangeByTheTimeAlone() throws Exception {
        Files.writeString(file, "permit (principal, action, resource) when { 1 == 1 };");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        final WatchedFiles files = watched().settle();
        Files.writeString(file, "permit (principal, action, resource) when { 2 == 2 };");
        assertThat(files.look(2).events).containsExactly("loaded 1");
    }

    /** With the size and the time of the one before, as a tool that keeps times leaves it. */
    @Test
    void shouldSeeAnEditorsRenameOver() throws Exception {
        Files.writeString(file, "permit (principal, action, resource) when { 1 == 1 };");
        final FileTime time = Files.getLastModifiedTime(file);
        final WatchedFiles files = watched().settle();
        final Path aside =
                Files.writeString(policies.resolve(".aside"), "permit (principal, action, resource) when { 2 == 2 };");
        Files.setLastModifiedTime(aside, time);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(files.look(2).events).containsExactly("loaded 1");
    }

    @Test
    void shouldSeeFilesThatComeAndGo() throws Exception {
        final WatchedFiles files = watched().settle();
        final Path more = Files.createDirectory(policies.resolve("more"));
        Files.writeString(more.resolve("q.cedar"), TWO);
        assertThat(files.look(2).events).containsExactly("loaded 3");
        Files.move(more.resolve("q.cedar"), more.resolve("q.txt"));
        assertThat(files.look(2).events).containsExactly("loaded 3", "loaded 1");
        Files.writeString(policies.resolve(".hidden.cedar"), TWO);
        assertThat(files.settle().events).hasSize(2);
    }

    @Test
    void shouldSeeEntitiesThatChangeInWhatTheySay() throws Exception {
        final Path entities = Files.writeString(folder.resolve("e.json"), "[]");
        final WatchedFiles files = new WatchedFiles(policies, entities).settle();
        final PolicySnapshot before = files.inForce.snapshot();
        Files.writeString(entities, "[\n]");
        assertThat(files.look(2).events).isEmpty();
        final String text = "[{\"uid\": {\"type\": \"T\", \"id\": \"i\"}, \"attrs\": {}, \"parents\": []}]";
        Files.writeString(entities, text);
        assertThat(files.look(2).events).containsExactly("loaded 1");
        assertThat(files.inForce.snapshot().hash()).isNotEqualTo(before.hash());
        Files.writeString(entities, "[{]");
        files.look(2);
        assertThat(files.events).hasSize(2).last().asString().startsWith("rejected " + entities + ":1:");
    }

    @Test
    void shouldKeepTheVersionInForceWhenANewOneIsBrokenAndSaySoOnce() throws Exception {
        final WatchedFiles files = watched().settle();
        final PolicySnapshot before = files.inForce.snapshot();
        Files.writeString(file, BROKEN);
        assertThat(files.look(2).events)
                .singleElement()
                .asString()
                .startsWith("rejected " + file + ":1:")
                .contains("expected");
        assertThat(files.problem.text()).contains("permit (principal, action resource);", "^");
        assertThat(files.settle().events).hasSize(1);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(files.settle().events).as("touched, and the same").hasSize(1);
        Files.writeString(file, BROKEN + BROKEN);
        assertThat(files.settle().events).as("broken in another way").hasSize(2);
        assertThat(files.inForce.snapshot()).isSameAs(before);
        Files.writeString(file, TWO);
        assertThat(files.settle().events).hasSize(3).last().isEqualTo("loaded 2");
    }

    @Test
    void shouldSayThatTheFilesAreThoseInForceAgainAfterABrokenVersion() throws Exception {
        final WatchedFiles files = watched().settle();
        final PolicySnapshot before = files.inForce.snapshot();
        Files.writeString(file, BROKEN);
        files.look(2);
        Files.writeString(file, ONE);
        assertThat(files.settle().events).hasSize(2).last().isEqualTo("loaded 1");
        assertThat(files.inForce.snapshot()).isSameAs(before);
        Files.writeString(file, BROKEN);
        assertThat(files.settle().events).hasSize(3);
    }

    @Test
    void shouldSayNothingOfAVersionThatIsTakenBackAtOnce() throws Exception {
        final WatchedFiles files = watched().settle();
        Files.writeString(file, BROKEN);
        files.look(1);
        Files.writeString(file, ONE);
        assertThat(files.settle().events).isEmpty();
    }

    @Test
    void shouldKeepTheVersionInForceWhenTheFilesVanish() throws Exception {
        final WatchedFiles files = watched().settle();
        final Path aside = Files.move(policies, folder.resolve("aside"));
        assertThat(files.look(1).events).isEmpty();
        assertThat(files.settle().events).containsExactly("rejected " + policies + " is not there; check the path");
        Files.createDirectory(policies);
        assertThat(files.settle().events)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("rejected " + policies + " holds no file that ends in .cedar");
        Files.delete(policies);
        Files.move(aside, policies);
        assertThat(files.settle().events).hasSize(3).last().isEqualTo("loaded 1");
    }

    /** One folder is renamed over for another: for a moment there is none. */
    @Test
    void shouldNotMindAFolderThatIsGoneForOneLook() throws Exception {
        final WatchedFiles files = watched().settle();
        final Path aside = Files.move(policies, folder.resolve("aside"));
        files.look(1);
        Files.move(aside, policies);
        assertThat(files.settle().events).isEmpty();
    }

    @Test
    void shouldKeepTheVersionInForceWhenAFileCanNotBeRead() throws Exception {
        final WatchedFiles files = watched().settle();
        final Path secret = Files.writeString(policies.resolve("q.cedar"), ONE);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(secret))
                .as("permissions do not bind this user")
                .isFalse();
        assertThat(files.settle().events)
                .singleElement()
                .asString()
                .startsWith("rejected " + secret + " can't be read: no permission");
    }

    /** Its own memory at address 0 can be opened, and not even root reads it. */
    @Test
    void shouldKeepTheVersionInForceWhenReadingFails() throws Exception {
        final Path memory = Path.of("/proc/self/mem");
        assumeThat(Files.exists(memory)).isTrue();
        final WatchedFiles files = watched().settle();
        final Path link = Files.createSymbolicLink(policies.resolve("q.cedar"), memory);
        assertThat(files.settle().events)
                .singleElement()
                .asString()
                .startsWith("rejected " + link + " can't be read (");
    }

    @Test
    void shouldKeepTheVersionInForceWhenAFileIsNoText() throws Exception {
        final WatchedFiles files = watched().settle();
        Files.write(file, new byte[] {(byte) 0xff});
        assertThat(files.settle().events).singleElement().asString().contains("not a text in UTF-8");
    }

    /** How the kubelet writes a ConfigMap: a folder a version, and one link that is renamed over. */
    @Test
    void shouldSeeANewConfigMap() throws Exception {
        Files.delete(file);
        configMap("..2026_01_31_08", ONE);
        Files.createSymbolicLink(policies.resolve("p.cedar"), Path.of("..data/p.cedar"));
        final WatchedFiles files = watched();
        assertThat(files.inForce.files()).isEqualTo(1);
        files.settle();
        configMap("..2026_01_31_09", TWO);
        assertThat(files.settle().events).containsExactly("loaded 2");
    }

    private void configMap(String version, String text) throws Exception {
        Files.createDirectory(policies.resolve(version));
        Files.writeString(policies.resolve(version).resolve("p.cedar"), text);
        Files.createSymbolicLink(policies.resolve("..data_tmp"), Path.of(version));
        Files.move(policies.resolve("..data_tmp"), policies.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void shouldSeeALinkToAnotherFolder() throws Exception {
        final Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("p.cedar"), TWO);
        final Path link = Files.createSymbolicLink(folder.resolve("current"), policies);
        final WatchedFiles files = new WatchedFiles(link, null).settle();
        final Path next = Files.createSymbolicLink(folder.resolve("next"), other);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        assertThat(files.settle().events).containsExactly("loaded 2");
    }

    @Test
    void shouldWatchOneFile() throws Exception {
        final WatchedFiles files = new WatchedFiles(file, null).settle();
        Files.writeString(policies.resolve("q.cedar"), TWO);
        assertThat(files.settle().events).isEmpty();
        Files.writeString(file, TWO);
        assertThat(files.settle().events).containsExactly("loaded 2");
    }

    @Test
    void shouldSeeOneChangeAmongThousandsOfFiles() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            Files.writeString(policies.resolve("many-" + i + ".cedar"), ONE);
        }
        final WatchedFiles files = watched().settle();
        Files.writeString(policies.resolve("many-1777.cedar"), TWO);
        assertThat(files.settle().events).containsExactly("loaded 3002");
    }

    static List<Error> shouldRejectAVersionThatCanNotDecide() {
        return List.of(new StackOverflowError(), new OutOfMemoryError("Java heap space"), new AssertionError("x"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldRejectAVersionThatCanNotDecide(Error fault) throws Exception {
        final WatchedFiles files = watched().settle();
        final PolicySnapshot before = files.inForce.snapshot();
        files.fault = fault;
        Files.writeString(file, TWO);
        assertThat(files.settle().events)
                .containsExactly("rejected the policies can't be used: a decision by them throws " + fault);
        assertThat(files.problem.hash())
                .isEqualTo(files.loader.load().snapshot().hash())
                .isNotEqualTo(before.hash());
        assertThat(files.inForce.snapshot()).isSameAs(before);
        files.fault = null;
        Files.writeString(file, TWO + ONE);
        assertThat(files.settle().events).hasSize(2).last().isEqualTo("loaded 3");
    }

    /** It said nothing of the version that there was none just then. */
    @Test
    void shouldTryAVersionAgainThatFoundNoMemory() throws Exception {
        final WatchedFiles files = watched().settle();
        files.fault = new OutOfMemoryError("Java heap space");
        Files.writeString(file, TWO);
        final String rejected = "rejected the policies can't be used: a decision by them throws " + files.fault;
        assertThat(files.look(400).events).containsExactly(rejected);
        files.fault = null;
        assertThat(files.look(400).events).containsExactly(rejected, "loaded 2");
        assertThat(files.look(400).events).hasSize(2);
    }

    @Test
    void shouldNotTryAVersionAgainThatIsWrong() throws Exception {
        final WatchedFiles files = watched().settle();
        files.fault = new AssertionError("x");
        Files.writeString(file, TWO);
        assertThat(files.settle().events).hasSize(1);
        files.fault = null;
        assertThat(files.look(400).events).hasSize(1);
    }

    /** Whenever that is: when it is seen, and when it is looked at closely for the last time. */
    @Test
    void shouldReadAgainWhatItFoundNoMemoryToRead() throws Exception {
        final Unreadable entities = new Unreadable(
                Files.writeString(folder.resolve("entities.json"), "[]").toString());
        final WatchedFiles files = new WatchedFiles(policies.toFile(), entities).settle();
        entities.full = true;
        Files.writeString(file, TWO);
        int failed = 0;
        for (int i = 0; i < 50; i++) {
            try {
                files.look(1);
            } catch (OutOfMemoryError e) {
                failed++;
            }
        }
        assertThat(failed).isGreaterThan(2);
        entities.full = false;
        assertThat(files.settle().events).containsExactly("loaded 2");
    }

    /** A file that there is no memory to read. */
    private static final class Unreadable extends File {
        private static final long serialVersionUID = 1L;

        boolean full;

        Unreadable(String path) {
            super(path);
        }

        @Override
        public boolean canRead() {
            if (full) {
                throw new OutOfMemoryError("Java heap space");
            }
            return super.canRead();
        }
    }

    /** None of them is evaluated without an error, which a policy may have: it is no fault of the engine's. */
    @Test
    void shouldTakeAVersionWhosePoliciesErr() throws Exception {
        final WatchedFiles files = watched().settle();
        Files.writeString(file, "@id(\"e\") forbid (principal, action, resource) when { context.absent > 1 };");
        assertThat(files.settle().events).containsExactly("loaded 1");
    }

    @Test
    void shouldLetGoOfTheVersionBefore() throws Exception {
        final WatchedFiles files = watched().settle();
        final WeakReference<PolicySnapshot> before = new WeakReference<>(files.inForce.snapshot());
        Files.writeString(file, TWO);
        files.settle();
        for (int i = 0; i < 50 && before.get() != null; i++) {
            System.gc();
        }
        assertThat(before.get()).isNull();
    }
}
