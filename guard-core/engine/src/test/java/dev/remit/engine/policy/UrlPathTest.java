package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPathTest {
    @ParameterizedTest(name = "URL {0}")
    @CsvSource({
        "https://acme.com/v1/a, /v1/a",
        "https://acme.com/v1/a?key=secret, /v1/a",
        "https://acme.com/v1/a#part, /v1/a",
        "https://acme.com/, /",
        "https://acme.com, ''",
        "https://acme.com?key=secret, ''",
        "https://acme.com#part, ''",
        "https://user:pass@acme.com:8443/v1, /v1",
        "/v1/a?b, /v1/a",
        "/redirect?to=https://evil.example/x, /redirect",
        "/a://b/c, /a://b/c",
        "v1/a, v1/a",
        "'', ''",
    })
    void shouldFindThePath(String url, String path) {
        final int start = UrlPath.start(url);
        assertThat(url.substring(start, UrlPath.end(url, start))).isEqualTo(path);
    }
}
