package dev.remit.engine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadEndpointTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "unix:/run/spire/agent.sock, /run/spire/agent.sock",
        "unix:///run/spire/agent.sock, /run/spire/agent.sock",
        "unix:///run/a%20b.sock, /run/a b.sock"
    })
    void shouldReadUnixSockets(String text, String path) throws IOException {
        assertThat(WorkloadEndpoint.parse(text).address()).isEqualTo(UnixDomainSocketAddress.of(path));
        assertThat(WorkloadEndpoint.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:8081, 127.0.0.1, 8081",
        "tcp://[::1]:8081, ::1, 8081",
        "tcp://10.0.0.255:1, 10.0.0.255, 1"
    })
    void shouldReadTcpAddresses(String text, String host, int port) throws IOException {
        SocketAddress address = WorkloadEndpoint.parse(text).address();

        assertThat(address).isEqualTo(new InetSocketAddress(host, port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it starts with neither unix: nor tcp:",
                "/run/agent.sock|it starts with neither unix: nor tcp:",
                "http://127.0.0.1:8081|it starts with neither unix: nor tcp:",
                "unix:run/agent.sock|absolute",
                "unix:@agent|absolute",
                "unix:|character 6",
                "unix:/run/|no path of a socket",
                "unix:///|no path of a socket",
                "unix://run/agent.sock|write a third slash",
                "unix:/run/agent.sock?x=1|no query",
                "unix:/run/agent.sock#x|no query and no fragment",
                "unix:/run/a b.sock|character 12",
                "tcp://localhost:8081|the host is no IP address",
                "tcp://1.2.3:8081|the host is no IP address",
                "tcp://1.2.3.256:8081|the host is no IP address",
                "tcp://[::zz]:8081|character",
                "tcp://127.0.0.1|the port is missing",
                "tcp://127.0.0.1:0|the port is missing",
                "tcp://127.0.0.1:65536|the port is missing",
                "tcp://127.0.0.1:8081/|neither a user nor a path",
                "tcp://me@127.0.0.1:8081|neither a user nor a path"
            })
    void shouldSayWhatIsWrongWithAnAddress(String text, String why) {
        assertThatThrownBy(() -> WorkloadEndpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no address of a Workload API: ")
                .hasMessageContaining(why)
                .hasMessageEndingWith("Write unix:/run/spire/agent.sock or tcp://127.0.0.1:8081");
    }

    @Test
    void shouldRefuseAPathThatNoSocketCanHave() {
        String longest = "/" + "a".repeat(106);

        assertThat(WorkloadEndpoint.parse("unix:" + longest)).isNotNull();
        assertThatThrownBy(() -> WorkloadEndpoint.parse("unix:" + longest + "a"))
                .hasMessageContaining("at most 107 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "folder", "absent", "dangling"})
    void shouldSayWhyNobodyCanBeReached(String what) throws IOException {
        Files.createFile(folder.resolve("file"));
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        assertThat(WorkloadEndpoint.parse("unix:" + folder.resolve(what)).unreachable())
                .startsWith(folder.resolve(what).toString())
                .containsAnyOf("a file and no socket", "a folder and no socket", "is not there;", "a link to nothing")
                .contains("correct the address");
    }
}
