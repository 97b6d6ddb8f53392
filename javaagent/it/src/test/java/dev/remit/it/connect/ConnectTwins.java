package dev.remit.it.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTwins {
    private LocalServer server;
    private Recorded recorded;

    /** Every way in which the JDK connects or sends to an address. */
    private enum Way {
        NEW_SOCKET {
            @Override
            void go(InetSocketAddress to) throws IOException {
                new Socket(to.getHostString(), to.getPort()).close();
            }
        },
        SOCKET_WITH_TIMEOUT {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (Socket socket = new Socket()) {
                    socket.connect(to, 5_000);
                }
            }
        },
        SOCKET_BY_REFLECTION {
            @Override
            void go(InetSocketAddress to) throws Throwable {
                try (Socket socket = new Socket()) {
                    Socket.class.getMethod("connect", SocketAddress.class).invoke(socket, to);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        },
        SOCKET_BY_METHOD_HANDLE {
            @Override
            void go(InetSocketAddress to) throws Throwable {
                try (Socket socket = new Socket()) {
                    MethodHandles.lookup()
                            .findVirtual(
                                    Socket.class, "connect", MethodType.methodType(void.class, SocketAddress.class))
                            .invoke(socket, to);
                }
            }
        },
        SOCKET_SUBCLASS {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (Socket socket = new Socket() {}) {
                    socket.connect(to);
                }
            }
        },
        SOCKET_CHANNEL {
            @Override
            void go(InetSocketAddress to) throws IOException {
                SocketChannel.open(to).close();
            }
        },
        NON_BLOCKING_SOCKET_CHANNEL {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (SocketChannel channel = SocketChannel.open()) {
                    channel.configureBlocking(false);
                    channel.connect(to);
                    while (!channel.finishConnect()) {
                        Thread.onSpinWait();
                    }
                }
            }
        },
        SOCKET_OF_A_CHANNEL {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (SocketChannel channel = SocketChannel.open()) {
                    channel.socket().connect(to, 5_000);
                }
            }
        },
        ASYNCHRONOUS_SOCKET_CHANNEL {
            @Override
            void go(InetSocketAddress to) throws Exception {
                try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
                    channel.connect(to).get(20, TimeUnit.SECONDS);
                }
            }

            @Override
            Class<? extends Exception> refusal() {
                // What connect documents; it declares no checked exception.
                return SecurityException.class;
            }
        },
        DATAGRAM_SOCKET_SEND {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(new byte[1], 1, to));
                }
            }
        },
        DATAGRAM_SOCKET_CONNECT {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.connect(to);
                }
            }
        },
        DATAGRAM_CHANNEL_SEND {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (DatagramChannel channel = DatagramChannel.open()) {
                    channel.send(ByteBuffer.allocate(1), to);
                }
            }
        },
        DATAGRAM_CHANNEL_CONNECT {
            @Override
            void go(InetSocketAddress to) throws IOException {
                try (DatagramChannel channel = DatagramChannel.open()) {
                    channel.connect(to);
                }
            }
        };

        abstract void go(InetSocketAddress to) throws Throwable;

        Class<? extends Exception> refusal() {
            return IOException.class;
        }
    }

    @BeforeEach
    void begin() {
        server = new LocalServer();
        recorded = new Recorded();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldLetAPermittedConnectionGoOnAndRecordItOnce(Way way) throws Throwable {
        way.go(new InetSocketAddress("localhost", server.port()));

        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("category").asText()).isEqualTo("connect");
        assertThat(decision.path("verdict").asText()).isEqualTo("allow");
        assertThat(decision.path("principal").asText()).isEqualTo("Remit::Workload::\"spiffe://example.org/it\"");
        assertThat(decision.path("action").asText()).isEqualTo("Remit::Action::\"Connect\"");
        assertThat(decision.path("resource").asText()).isEqualTo("Remit::Host::\"localhost:" + server.port() + "\"");
        assertThat(decision.path("policies").toString()).isEqualTo("[\"allowed-host\"]");
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decision)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseAConnectionThatIsNotPermitted(Way way) {
        final Throwable thrown = catchThrowable(() -> way.go(new InetSocketAddress("127.0.0.1", server.port())));

        assertThat(rootOf(thrown, way.refusal()))
                .isInstanceOf(way.refusal())
                .hasMessageContaining("Remit refused this call: action=Connect; resource=Host/127.0.0.1:");
        final JsonNode decision = only(recorded.decisions());
        assertThat(decision.path("verdict").asText()).isEqualTo("deny");
        assertThat(decision.path("policies")).isEmpty();
        assertThat(recorded.outcome(decision).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldRefuseAnAddressThatAPermittedNameShouldNotMean(Way way) throws Throwable {
        final InetAddress loopback = InetAddress.getByAddress("rebind.test", new byte[] {127, 0, 0, 1});

        final Throwable thrown = catchThrowable(() -> way.go(new InetSocketAddress(loopback, server.port())));

        assertThat(rootOf(thrown, way.refusal()))
                .isInstanceOf(way.refusal())
                .hasMessageContaining("Remit refused this call: action=Connect; resource=Host/127.0.0.1:");
        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("policies").toString()
                        + ' '
                        + d.path("verdict").asText()
                        + ' '
                        + recorded.outcome(d).path("outcome").asText())
                .containsExactly("[\"rebind-name\"] allow refused", "[] deny refused");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldConnectToSuchAnAddressWhereAPolicyPermitsItToo(Way way) throws Throwable {
        final InetAddress loopback = InetAddress.getByAddress("rebound.test", new byte[] {127, 0, 0, 2});
        try (LocalServer other = new LocalServer("127.0.0.2")) {
            way.go(new InetSocketAddress(loopback, other.port()));
        }

        assertThat(recorded.decisions())
                .extracting(d -> d.path("policies").toString()
                        + ' '
                        + recorded.outcome(d).path("outcome").asText()
                        + recorded.outcomes(d))
                .containsExactly("[\"rebound-name\"] ok1", "[\"rebound-address\"] ok1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "100.100.100.200",
                "0.0.0.0",
                "::",
                "::1",
                "fe80::1",
                "fd00:ec2::254",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "::7f00:1"
            })
    void shouldRefuseWhateverLeadsToTheMachineItselfOrItsMetadata(String address) throws Exception {
        final InetAddress resolved = InetAddress.getByAddress(
                "rebind.test", InetAddress.getByName(address).getAddress());

        final Throwable thrown = catchThrowable(() -> SocketChannel.open(new InetSocketAddress(resolved, 80)));

        assertThat(thrown)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Remit refused this call: action=Connect; resource=Host/");
    }

    @Test
    void shouldNotTakeAnotherAddressForTheNameThatIsOne() throws Exception {
        final InetAddress loopback = InetAddress.getByAddress("10.0.0.1", new byte[] {127, 0, 0, 2});

        Refusals.assertRefused(() -> SocketChannel.open(new InetSocketAddress(loopback, server.port())));
    }

    /** {@code DatagramSocket.connect} declares no IOException, and wraps it. */
    private static Throwable rootOf(Throwable thrown, Class<? extends Exception> wanted) {
        Throwable at = thrown;
        while (at != null && !wanted.isInstance(at) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "2130706433", "[::ffff:127.0.0.1]", "127.0.0.1.", "0x7f.1"})
    void shouldRefuseAnotherSpellingOfAnAddressThatIsNotPermitted(String host) {
        final Throwable thrown = catchThrowable(() -> new Socket(host, server.port()).close());

        assertThat(thrown)
                .isInstanceOf(IOException.class)
                .satisfiesAnyOf(
                        t -> assertThat(t).hasMessageContaining("Remit refused this call"),
                        // where the system knows no such spelling
                        t -> assertThat(t).isInstanceOf(java.net.UnknownHostException.class));
        assertThat(recorded.decisions("connect"))
                .allSatisfy(d -> assertThat(d.path("verdict").asText()).isEqualTo("deny"));
    }

    @Test
    void shouldAttributeAConnectionToTheAgentAndItsToolCall() throws Exception {
        AgentWork.inSession("s-connect", () -> {
            new Socket("localhost", server.port()).close();
            return null;
        });

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "connect");
        assertThat(decisions.get(1).path("principal").asText()).startsWith("Remit::Agent::");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-connect");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldRecordAFailedConnectionAsAnError() {
        final int closedPort = server.port();
        server.close();

        final Throwable thrown = catchThrowable(() -> new Socket("localhost", closedPort).close());

        assertThat(thrown).isInstanceOf(java.net.ConnectException.class);
        final JsonNode outcome = recorded.outcome(only(recorded.decisions()));
        assertThat(outcome.path("outcome").asText()).isEqualTo("error");
        assertThat(outcome.path("error").asText()).isEqualTo("java.net.ConnectException");
    }

    @Test
    void shouldGuardUnixDomainSocketsByTheirPath(@TempDir Path folder) throws IOException {
        final Path path = folder.resolve("denied.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));

            final Throwable thrown = catchThrowable(
                    () -> SocketChannel.open(UnixDomainSocketAddress.of(path)).close());

            assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("resource=Host/unix:" + path);
        }
        assertThat(only(recorded.decisions()).path("resource").asText())
                .isEqualTo("Remit::Host::\"unix:" + path + "\"");
    }

    @Test
    void shouldPermitAUnixDomainSocketThatAPolicyNames() throws IOException {
        final Path path = Path.of("/tmp/remit-it-allowed.sock");
        java.nio.file.Files.deleteIfExists(path);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } finally {
            java.nio.file.Files.deleteIfExists(path);
        }
        assertThat(only(recorded.decisions()).path("policies").toString()).isEqualTo("[\"allowed-unix-socket\"]");
    }

    private static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }
}
