package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
    @ParameterizedTest
    @CsvSource({
        "PAYMENT_KEY, PAYMENT_KEY, true",
        "PAYMENT_KEY, PAYMENT_KEYS, false",
        "PAYMENT_KEY, payment_key, false",
        "*_TOKEN, GH_TOKEN, true",
        "*_TOKEN, GH_TOKEN_X, false",
        "AWS_*, AWS_, true",
        "AWS_*, XAWS_, false",
        "*SECRET*, MY_SECRET_1, true",
        "A*B*C, AxBxBxC, true",
        "A*B*C, AxBxBx, false",
    })
    void shouldMatchNames(String pattern, String name, boolean expected) {
        NamePatterns patterns = (NamePatterns) ConfigKey.SECRETS_ENV.type().parse("OTHER," + pattern);

        assertThat(patterns.matches(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/run/secrets, /run/secrets, true",
        "/run/secrets, /run/secrets/db/password, true",
        "/run/secrets, /run/secretsX, false",
        "/run/./x/../secrets/, /run/secrets/db, true",
        "/etc/*.pem, /etc/a.pem, true",
        "/etc/*.pem, /etc/sub/a.pem, false",
        "/etc/**/*.pem, /etc/sub/sub/a.pem, true",
        "/etc/**.pem, /etc/a.pem, true",
        "/etc/?.pem, /etc/a.pem, true",
        "/etc/?.pem, /etc/ab.pem, false",
        "/*/key, /a/key, true",
        "/a?b, /a/b, false",
        "/../../x, /x, true",
    })
    void shouldMatchPaths(String pattern, String path, boolean expected) {
        PathPatterns patterns = (PathPatterns) ConfigKey.SECRETS_FILES.type().parse("/other/one," + pattern);

        assertThat(patterns.matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/run/secrets/db, /run, true",
        "/run/secrets/db, /run/secrets, true",
        "/run/secrets/db, /run/secrets/db, false",
        "/run/secrets/db, /run/other, false",
        "/run/secrets/db, /ru, false",
        "/etc/*.pem, /etc, true",
        "/etc/*.pem, /etc/sub, false",
        "/etc/*/a.pem, /etc/sub, true",
        "/etc/*/a.pem, /etc/sub/sub, false",
        "/etc/**/*.pem, /etc/sub/sub, true",
        "/etc/**.pem, /etc/sub, true",
        "/etc/**.pem, /opt, false",
    })
    void shouldSayWhetherAFolderCanHoldAMatch(String pattern, String folder, boolean expected) {
        PathPatterns patterns = (PathPatterns) ConfigKey.SECRETS_FILES.type().parse("/other/one," + pattern);

        assertThat(patterns.matchesBelow(folder)).isEqualTo(expected);
    }

    @Test
    void shouldAlsoTakeThePathsThatLinksLeadTo(@TempDir Path temporary) throws IOException {
        Path folder = temporary.toRealPath();
        Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
        PathPatterns patterns = (PathPatterns) ConfigKey.SECRETS_FILES
                .type()
                .parse(folder + "/real/plain," + link + "/not/yet," + link + "/*.pem,/**/*.key");

        assertThat(patterns.andRealPaths().patterns())
                .containsExactly(
                        folder + "/real/plain",
                        link + "/not/yet",
                        link + "/*.pem",
                        "/**/*.key",
                        folder + "/real/not/yet",
                        folder + "/real/*.pem");
        assertThat(patterns.paths()).containsExactly(folder + "/real/plain", link + "/not/yet");
    }

    @Test
    void shouldTakeRelativePathsFromTheWorkingFolder() {
        PathPatterns patterns = (PathPatterns) ConfigKey.SECRETS_FILES.type().parse("./keys/*.pem");

        assertThat(patterns.patterns()).containsExactly(System.getProperty("user.dir") + "/keys/*.pem");
    }
}
