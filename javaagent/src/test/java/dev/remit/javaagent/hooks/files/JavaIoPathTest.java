package dev.remit.javaagent.hooks.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaIoPathTest {
    @Test
    void shouldResolveAsTheOperatingSystemDoes() {
        assertThat(JavaIoPath.of("/etc//x/")).isEqualTo(Path.of("/etc/x"));
        assertThat(JavaIoPath.of("x/../y"))
                .isEqualTo(Path.of("").toAbsolutePath().resolve("x/../y"));
    }

    /** A lone surrogate has no bytes; what is opened then has a question mark in its place. */
    @Test
    void shouldEncodeAsTheJdkDoes() {
        assertThat(JavaIoPath.of("/etc/\ud800x")).isEqualTo(Path.of("/etc/?x"));
    }
}
