package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextsTest {
    private record Login(String user, char[] password, List<Login> older) {}

    private static class Base {
        @SuppressWarnings("unused") // read by reflection
        private final String inherited = "inherited";
    }

    @SuppressWarnings("unused") // read by reflection
    private static final class Node extends Base {
        static final String SHARED = "static";
        final transient String skipped = "transient";
        final int number = 7;
        final Object nothing = Optional.of("inside the JDK's own");

        @Nullable
        Node next;
    }

    @Test
    void shouldGiveATextItself() {
        assertThat(Texts.in(new StringBuilder("a"))).hasToString("[a]");
        assertThat(Texts.in("a".toCharArray())).hasToString("[a]");
    }

    @Test
    void shouldReadBytesAsTextOrGiveThemInBase64() {
        assertThat(Texts.in("a-ü".getBytes(StandardCharsets.UTF_8))).hasToString("[a-ü]");
        assertThat(Texts.in(Map.of("key", new byte[] {(byte) 0xff, 0, 1}))).hasToString("[/wAB]");
    }

    @Test
    void shouldFindTextsInMapsCollectionsAndArrays() {
        assertThat(Texts.in(Map.of("key", List.of("a", Map.of("x", new Object[] {"b", 1, null})))))
                .hasToString("[a, b]");
        assertThat(Texts.in(Arrays.asList("a", null))).hasToString("[a]");
    }

    @Test
    void shouldFindTextsInTheFieldsOfTheApplicationsObjects() {
        final Login old = new Login("user-0", "password-0".toCharArray(), List.of());
        assertThat(Texts.in(new Login("user-1", "password-1".toCharArray(), List.of(old))))
                .hasToString("[user-1, password-1, user-0, password-0]");
    }

    @Test
    void shouldLookAtEachObjectOnce() {
        final Node node = new Node();
        node.next = new Node();
        node.next.next = node;
        assertThat(Texts.in(node)).hasToString("[inherited, inherited]");
        final List<Object> self = new ArrayList<>(List.of("a"));
        self.add(self);
        assertThat(Texts.in(self)).hasToString("[a]");
    }

    /** A path is made of paths, the last of which is made of itself. */
    @Test
    void shouldEndWhereEveryStepGivesANewObject() {
        assertThat(Texts.in(Path.of("a"))).isEmpty();
    }
}
