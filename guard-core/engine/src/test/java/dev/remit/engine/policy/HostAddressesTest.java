package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressesTest {
    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.201",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "2001:db8::1",
                "fd00::1",
                "fd00:ec3::254",
                "fec0::1",
                "64:ff9b::808:808",
                "64:ff9c::7f00:1",
                "2002:808:808::1",
                "2003:7f00:1::",
                "2001:db8::a9fe:a9fe",
                "::808:808",
                "fe7f::1"
            })
    void shouldLetANameMeanWhatNamesMean(String text) throws UnknownHostException {
        assertThat(HostAddresses.mayMean("api.acme.com", address(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.255",
                "0.0.0.0",
                "169.254.169.254",
                "169.254.0.0",
                "169.254.255.255",
                "100.100.100.200",
                "168.63.129.16",
                "::",
                "::1",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd20:ce::254",
                "::127.0.0.1",
                "::169.254.169.254",
                "::ffff:0:127.0.0.1",
                "64:ff9b::169.254.169.254",
                "64:ff9b::127.0.0.1",
                "64:ff9b::",
                "64:ff9b:1::169.254.169.254",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2001:db8::5efe:127.0.0.1",
                "2001:db8::200:5efe:169.254.169.254"
            })
    void shouldNotLetAPublicNameMeanTheMachineItselfOrItsMetadata(String text) throws UnknownHostException {
        assertThat(HostAddresses.mayMean("api.acme.com", address(text))).isFalse();
        assertThat(HostAddresses.mayMean(HostNames.canonical(text), address(text)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f000001", "a9fea9fe", "00000000", "646464c8"})
    void shouldKnowAnAddressThatIsMappedAndWasNotMadeIpv4(String bits) throws UnknownHostException {
        final byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        for (int i = 0; i < 4; i++) {
            mapped[12 + i] = (byte) Integer.parseInt(bits.substring(2 * i, 2 * i + 2), 16);
        }
        final InetAddress address = Inet6Address.getByAddress("api.acme.com", mapped, 0);

        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(HostAddresses.mayMean("api.acme.com", address)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,127.0.0.1,true",
        "localhost,127.1.2.3,true",
        "localhost,::1,true",
        "app.localhost,127.0.0.1,true",
        "localhost,0.0.0.0,false",
        "localhost,169.254.169.254,false",
        "localhost,::169.254.169.254,false",
        "localhost.evil.example,127.0.0.1,false",
        "notlocalhost,127.0.0.1,false",
        "127.0.0.1,127.0.0.2,false",
        "10.0.0.1,127.0.0.1,false",
        "10.0.0.1,10.0.0.2,true",
        "fe80::1,127.0.0.1,false"
    })
    void shouldLetLocalhostBeThisMachineAndAnAddressBeItself(String host, String address, boolean may)
            throws UnknownHostException {
        assertThat(HostAddresses.mayMean(HostNames.canonical(host), address(address)))
                .isEqualTo(may);
    }
}
