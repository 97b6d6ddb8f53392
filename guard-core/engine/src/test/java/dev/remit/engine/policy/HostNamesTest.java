package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    @ParameterizedTest(name = "host {0}")
    @CsvSource({
        "api.acme.com, api.acme.com",
        "API.Acme.COM, api.acme.com",
        "api.acme.com., api.acme.com",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example., xn--bcher-kva.example",
        "acme。com, acme.com",
        "localhost, localhost",
        "127.0.0.1, 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.1., 127.0.0.1",
        "2130706433, 127.0.0.1",
        "１２７.1, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "999.1.2.3, 999.1.2.3",
        "1.2.3.256, 1.2.3.256",
        "1.16777216, 1.16777216",
        "1.2.65535, 1.2.255.255",
        "4294967295, 255.255.255.255",
        "4294967296, 4294967296",
        "99999999999999999999, 99999999999999999999",
        "010.0.0.1, 10.0.0.1",
        "1.2.3.4.5, 1.2.3.4.5",
        "1..2, 1..2",
        "::1, 0:0:0:0:0:0:0:1",
        "[::1], 0:0:0:0:0:0:0:1",
        "[2001:DB8::A], 2001:db8:0:0:0:0:0:a",
        "::ffff:10.0.0.1, 10.0.0.1",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "zz::1, zz::1",
        "unix:/run/Docker.sock, unix:/run/Docker.sock",
    })
    void shouldSpellAHostInOneWay(String host, String canonical) {
        assertThat(HostNames.canonical(host)).isEqualTo(canonical);
        assertThat(HostNames.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"", ".", "[", "]", "[]", "%", ":", "%:", "..", "a b", "\u0000", "xn--", "-", "..1"})
    void shouldNotThrowForWhatIsNoHost(String host) {
        assertThat(HostNames.canonical(host)).isNotNull();
    }

    @ParameterizedTest(name = "host {0}")
    @CsvSource({
        "127.0.0.1, true",
        "0:0:0:0:0:0:0:1, true",
        "unix:/run/docker.sock, true",
        "acme.com, false",
        "1.2.3.4.example, false",
        "'', false",
    })
    void shouldTellAnAddressFromAName(String host, boolean address) {
        assertThat(HostNames.isAddress(host)).isEqualTo(address);
    }
}
