package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgainTest {
    /** As libraries have them: a public method in a class that is not. */
    @SuppressWarnings("unused") // called by reflection
    private static final class Template {
        public String get(String path) throws IOException {
            if (path.isEmpty()) {
                throw new IOException("no path");
            }
            return path;
        }

        public String take(Object any) {
            return "object";
        }

        public String take(Map<String, Integer> map) {
            return "map";
        }

        public String get(String path, Class<?> type) {
            return path + " as " + type.getSimpleName();
        }
    }

    private final Template template = new Template();

    @Test
    void shouldCallTheMethodOfOneArgument() {
        assertThat(Again.of(template, "get", "a").call()).isEqualTo("a");
        assertThat(Again.of(template, "get", new Object[] {"a", null}).call()).isEqualTo("a");
    }

    @Test
    void shouldCallTheMethodOfSeveralArguments() {
        assertThat(Again.of(template, "get", new Object[] {"a", String.class}).call())
                .isEqualTo("a as String");
    }

    @Test
    void shouldCallTheMethodOfTheNarrowestTypes() {
        assertThat(Again.of(template, "take", new Object[] {Map.of("a", 1)}).call())
                .isEqualTo("map");
        assertThat(Again.of(template, "take", new Object[] {"a"}).call()).isEqualTo("object");
    }

    @Test
    void shouldThrowWhatItThrows() {
        assertThatThrownBy(() -> Again.of(template, "get", "").call())
                .isInstanceOf(IOException.class)
                .hasMessage("no path");
    }

    @Test
    void shouldRefuseWhatItCannotCall() {
        assertThatThrownBy(() -> Again.of(template, "gone", "a").call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Template.gone: call the method again in place of subscribing twice");
    }
}
