package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class WhenTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-03-02T11:58:30Z",
        "10m, 2026-03-02T11:50:00Z",
        "2h, 2026-03-02T10:00:00Z",
        "1d, 2026-03-01T12:00:00Z",
        "2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z",
        "2026-01-31T08:00:00.5+01:00, 2026-01-31T07:00:00.5Z",
    })
    void shouldReadAgesAndTimes(String text, Instant expected) {
        assertThat(When.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "m",
                "10x",
                "-5m",
                "1.5h",
                "2026-01-31",
                "2026-13-31T08:00:00Z",
                "99999999999999999999d",
                "9999999999d",
                "9999-12-31T23:59:59Z"
            })
    void shouldRefuseWhatIsNoTime(String text) {
        assertThatThrownBy(() -> When.parse(text, NOW))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "' is no time; write an age");
    }
}
