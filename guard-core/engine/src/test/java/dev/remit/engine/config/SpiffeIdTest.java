package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
    @Test
    void shouldTellTrustDomainAndPath() {
        SpiffeId id = SpiffeId.parse("spiffe://staging.acme.com/ns/Prod/sa_1/a.b-c");

        assertThat(id.trustDomain()).isEqualTo("staging.acme.com");
        assertThat(id.name()).isEqualTo("a.b-c");
        assertThat(id.path()).isEqualTo("/ns/Prod/sa_1/a.b-c");
        assertThat(id).isEqualTo(SpiffeId.parse(id.toString())).hasSameHashCodeAs(SpiffeId.parse(id.toString()));
    }

    @Test
    void shouldTakeTheLongestThatAreAllowed() {
        SpiffeId.parse("spiffe://" + "d".repeat(255) + "/p");
        SpiffeId.parse("spiffe://d/" + "p".repeat(2048 - 11));
        assertThatIllegalArgumentException().isThrownBy(() -> SpiffeId.parse("spiffe://" + "d".repeat(256) + "/p"));
        assertThatIllegalArgumentException().isThrownBy(() -> SpiffeId.parse("spiffe://d/" + "p".repeat(2048 - 10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | starts with spiffe://",
                "http://acme.com/x | starts with spiffe://",
                "SPIFFE://acme.com/x | starts with spiffe://",
                "spiffe:/acme.com/x | starts with spiffe://",
                "spiffe:// | trust domain is missing",
                "spiffe:///x | trust domain is missing",
                "spiffe://acme.com | path is missing",
                "spiffe://acme.com/ | segment is empty",
                "spiffe://acme.com/x/ | segment is empty",
                "spiffe://acme.com//x | segment is empty",
                "spiffe://acme.com/./x | '.' or '..'",
                "spiffe://acme.com/x/.. | '.' or '..'",
                "spiffe://Acme.com/x | 'A' is not allowed in the trust domain",
                "spiffe://acme.com:443/x | ':' is not allowed in the trust domain",
                "spiffe://me@acme.com/x | '@' is not allowed in the trust domain",
                "spiffe://acme.com?q/x | '?' is not allowed in the trust domain",
                "spiffe://acme.com/x?q=1 | '?' is not allowed in the path",
                "spiffe://acme.com/x#f | '#' is not allowed in the path",
                "spiffe://acme.com/%41 | '%' is not allowed in the path",
                "spiffe://acme.com/ä | 'ä' is not allowed in the path",
            })
    void shouldSayWhatIsWrong(String text, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpiffeId.parse(text))
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spiffe://a/...", "spiffe://a/.x", "spiffe://a/x..", "spiffe://1.2.3.4/_", "spiffe://-a_/-"})
    void shouldTakeWhatLooksOddAndIsAllowed(String text) {
        assertThat(SpiffeId.parse(text)).hasToString(text);
    }
}
