package dev.remit.javaagent.hooks.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecretTextTest {
    static Stream<Arguments> shouldFindTheValues() {
        return Stream.of(
                values(""),
                values(" \n\n"),
                values("one-value\n", "one-value"),
                values("two words\n", "two words"),
                values("a-1\r\nb-2\n", "a-1\r\nb-2", "a-1", "b-2"),
                values("user=u-1\nkey = k-2\n", "user=u-1\nkey = k-2", "u-1", "user=u-1", "k-2"),
                values("key: \"k 1\"\nkey: 'k-2'", "key: \"k 1\"\nkey: 'k-2'", "k 1", "k-2"),
                values("a: b=c", "a: b=c", "b=c"),
                values("a=b:c", "a=b:c", "b:c"),
                values("user:pass", "user:pass", "pass"),
                values("c2VjcmV0==", "c2VjcmV0==", "="),
                values("https://x/?k=v", "https://x/?k=v", "//x/?k=v"),
                values("{\"key\":\n\"k 1\"}", "{\"key\":\n\"k 1\"}"),
                values("[default]\nid = k-1", "[default]\nid = k-1", "[default]", "k-1"),
                values(
                        "-----BEGIN KEY-----\nbGluZQ\n-----END KEY-----",
                        "-----BEGIN KEY-----\nbGluZQ\n-----END KEY-----",
                        "bGluZQ"));
    }

    private static Arguments values(String text, String... expected) {
        return Arguments.of(text, Arrays.asList(expected));
    }

    @ParameterizedTest
    @MethodSource
    void shouldFindTheValues(String text, Iterable<String> expected) {
        assertThat(SecretText.values(text)).containsAll(expected);
        assertThat(expected).containsAll(SecretText.values(text));
    }

    @Test
    void shouldTakeALongTextForOneValue() {
        assertThat(SecretText.values("line\n".repeat(64))).hasSize(65);
        assertThat(SecretText.values("line\n".repeat(65))).hasSize(1);
    }
}
