package dev.remit.engine.identity;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where a Workload API listens: {@code unix:/path}, {@code unix:///path} or {@code tcp://IP:port}. Valid by construction and immutable.
 *
 * @see <a href="https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Workload_Endpoint.md#4-locating-the-endpoint">SPIFFE Workload
 *     Endpoint, section 4</a>
 */
public final class WorkloadEndpoint {
    /** The environment variable that names it where nothing else does. */
    public static final String VARIABLE = "SPIFFE_ENDPOINT_SOCKET";

    /** What an address on Linux has room for, less the zero at its end. macOS has four bytes less, and says so itself. */
    private static final int LONGEST_PATH = 107;

    private final String text;
    private final @Nullable String path;
    private final String host;
    private final int port;

    private WorkloadEndpoint(String text, @Nullable String path, String host, int port) {
        this.text = text;
        this.path = path;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads an address; asks neither the file system nor a name server.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static WorkloadEndpoint parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw fault(text, e.getReason() + " at character " + (e.getIndex() + 1));
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw fault(text, "it takes no query and no fragment");
        }
        if ("unix".equals(uri.getScheme())) {
            return unix(text, uri);
        }
        if ("tcp".equals(uri.getScheme())) {
            return tcp(text, uri);
        }
        throw fault(text, "it starts with neither unix: nor tcp:");
    }

    private static WorkloadEndpoint unix(String text, URI uri) {
        if (uri.getRawAuthority() != null) {
            throw fault(text, "a unix socket has no host: write a third slash before its path");
        }
        String path = uri.getPath();
        if (path == null || !path.startsWith("/")) {
            throw fault(text, "the path of a unix socket is absolute");
        }
        if (path.endsWith("/") || path.indexOf('\0') >= 0) {
            throw fault(text, "this is no path of a socket");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw fault(text, "the path of a unix socket has at most " + LONGEST_PATH + " bytes");
        }
        return new WorkloadEndpoint(text, path, "", 0);
    }

    private static WorkloadEndpoint tcp(String text, URI uri) {
        String host = uri.getHost();
        if (host == null || !isAddress(host)) {
            throw fault(text, "the host is no IP address");
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw fault(text, "the port is missing, or none");
        }
        if (uri.getRawUserInfo() != null || !uri.getRawPath().isEmpty()) {
            throw fault(text, "it takes neither a user nor a path");
        }
        return new WorkloadEndpoint(text, null, host, uri.getPort());
    }

    /** {@link URI} takes a host that begins with a bracket for an IPv6 address only, and checks it. */
    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
    }

    private static IllegalArgumentException fault(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is no address of a Workload API: " + why
                + ". Write unix:/run/spire/agent.sock or tcp://127.0.0.1:8081");
    }

    /** Whether it is a unix socket. */
    boolean isUnix() {
        return path != null;
    }

    SocketAddress address() throws IOException {
        if (path != null) {
            return UnixDomainSocketAddress.of(path);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IOException(text + " has no IP address", e);
        }
    }

    /** Why nobody can be reached at it now, and what to do; null if somebody may be. */
    @Nullable
    String unreachable() {
        if (path == null) {
            return null;
        }
        Path socket = new File(path).toPath();
        try {
            BasicFileAttributes found = Files.readAttributes(socket, BasicFileAttributes.class);
            return found.isOther()
                    ? null
                    : path + " is a " + (found.isDirectory() ? "folder" : "file")
                            + " and no socket; correct the address";
        } catch (IOException e) {
            if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                return path + " is a link to nothing; start the SPIRE agent, or correct the address";
            }
            return new File(path).getParentFile().canExecute()
                    ? path + " is not there; start the SPIRE agent, or correct the address"
                    : path
                            + " is not there or not visible to this user; start the SPIRE agent, correct the address, or open its folder";
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WorkloadEndpoint endpoint && endpoint.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
