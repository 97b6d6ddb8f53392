package dev.remit.it.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.LocalServer;
import dev.remit.it.Recorded;
import dev.remit.it.Refusals;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("deprecation") // of event loop groups, whose successors Netty 4.1 does not have
class NettyTwins {
    private final EventLoopGroup nio = new NioEventLoopGroup(1);
    private final EventLoopGroup epoll = new EpollEventLoopGroup(1);
    private LocalServer server;
    private Recorded recorded;

    /** Every transport. */
    private enum Transport {
        NIO(NioSocketChannel.class),
        EPOLL(EpollSocketChannel.class),
        EPOLL_DATAGRAMS(EpollDatagramChannel.class);

        final Class<? extends Channel> channel;

        Transport(Class<? extends Channel> channel) {
            this.channel = channel;
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
        nio.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        epoll.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private Bootstrap bootstrap(Class<? extends Channel> channel) {
        return new Bootstrap()
                .group(channel == NioSocketChannel.class ? nio : epoll)
                .channel(channel)
                .handler(new ChannelInboundHandlerAdapter());
    }

    private static void connect(Bootstrap bootstrap, SocketAddress to) throws Exception {
        bootstrap.connect(to).sync().channel().close().sync();
    }

    private static JsonNode only(List<JsonNode> records) {
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldGuardAConnection(Transport transport) throws Exception {
        connect(bootstrap(transport.channel), new InetSocketAddress("localhost", server.port()));
        Refusals.assertRefused(
                () -> connect(bootstrap(transport.channel), new InetSocketAddress("127.0.0.1", server.port())));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions)
                .extracting(d -> d.path("category").asText()
                        + ' '
                        + d.path("verdict").asText()
                        + ' '
                        + d.path("resource").asText())
                .containsExactly(
                        "connect allow Remit::Host::\"localhost:" + server.port() + "\"",
                        "connect deny Remit::Host::\"127.0.0.1:" + server.port() + "\"");
        assertThat(recorded.outcome(decisions.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcomes(decisions.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(decisions.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldRefuseAnAddressThatAPermittedNameShouldNotMean(Transport transport) {
        final Bootstrap bootstrap = bootstrap(transport.channel).resolver(new Rebinding());

        Refusals.assertRefused(
                () -> connect(bootstrap, InetSocketAddress.createUnresolved("rebind.test", server.port())));

        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("verdict").asText() + ' ' + d.path("resource").asText())
                .containsExactly(
                        "allow Remit::Host::\"rebind.test:" + server.port() + "\"",
                        "deny Remit::Host::\"127.0.0.1:" + server.port() + "\"");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void shouldConnectToSuchAnAddressWhereAPolicyPermitsItToo(Transport transport) throws Exception {
        try (LocalServer other = new LocalServer("127.0.0.2")) {
            connect(
                    bootstrap(transport.channel).resolver(new Rebinding()),
                    InetSocketAddress.createUnresolved("rebound.test", other.port()));
        }
        // Netty's own connection and the JDK's below it are one.
        assertThat(recorded.decisions())
                .extracting(d -> d.path("policies").toString())
                .containsExactly("[\"rebound-name\"]", "[\"rebound-address\"]");
    }

    /** A name server of an attacker's: what was asked for is on this machine. */
    private static final class Rebinding extends AddressResolverGroup<InetSocketAddress> {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) throws UnknownHostException {
                    final byte last = (byte) (host.equals("rebind.test") ? 1 : 2);
                    promise.setSuccess(InetAddress.getByAddress(host, new byte[] {127, 0, 0, last}));
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    throw new UnsupportedOperationException(host);
                }
            }.asAddressResolver();
        }
    }

    @Test
    void shouldGuardASocketInTheFileSystem() throws Exception {
        final Path allowed = Path.of("/tmp/remit-it-allowed.sock");
        Files.deleteIfExists(allowed);
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(allowed));
            connect(bootstrap(EpollDomainSocketChannel.class), new DomainSocketAddress(allowed.toString()));
            Refusals.assertRefused(() -> connect(
                    bootstrap(EpollDomainSocketChannel.class), new DomainSocketAddress("/tmp/remit-it-denied.sock")));
        } finally {
            Files.deleteIfExists(allowed);
        }
        assertThat(recorded.decisions())
                .extracting(d ->
                        d.path("verdict").asText() + ' ' + d.path("resource").asText())
                .containsExactly(
                        "allow Remit::Host::\"unix:/tmp/remit-it-allowed.sock\"",
                        "deny Remit::Host::\"unix:/tmp/remit-it-denied.sock\"");
    }

    @Test
    void shouldAttributeAConnectionToWhoeverWantsIt() throws Exception {
        final Channel channel =
                bootstrap(EpollSocketChannel.class).register().sync().channel();
        AgentWork.inSession(
                "s-netty",
                () -> channel.connect(new InetSocketAddress("localhost", server.port()))
                        .sync());
        channel.close().sync();

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "connect");
        assertThat(decisions.get(1).path("session").asText()).isEqualTo("s-netty");
        assertThat(decisions.get(1).path("parent").asLong())
                .isEqualTo(decisions.get(0).path("call").asLong());
    }

    @Test
    void shouldLeaveChannelsWithinTheJvmAlone() throws Exception {
        final LocalAddress address = new LocalAddress("it");
        final EventLoopGroup local = new io.netty.channel.DefaultEventLoopGroup(1);
        try {
            new ServerBootstrap()
                    .group(local)
                    .channel(LocalServerChannel.class)
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .bind(address)
                    .sync();
            connect(
                    new Bootstrap()
                            .group(local)
                            .channel(LocalChannel.class)
                            .handler(new ChannelInboundHandlerAdapter()),
                    address);
            final EmbeddedChannel embedded = new EmbeddedChannel();
            assertThat(embedded.isActive()).isTrue();
            embedded.close().sync();
        } finally {
            local.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
        assertThat(recorded.decisions()).isEmpty();
    }

    @Test
    void shouldLetAConnectionFailAsItDoes() {
        final int free;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assertThat(catchThrowable(
                        () -> connect(bootstrap(EpollSocketChannel.class), new InetSocketAddress("localhost", free))))
                .isInstanceOf(java.net.ConnectException.class);
        assertThat(only(recorded.decisions()).path("verdict").asText()).isEqualTo("allow");
    }
}
