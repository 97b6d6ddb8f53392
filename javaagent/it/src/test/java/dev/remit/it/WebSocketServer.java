package dev.remit.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that upgrades a request to a WebSocket and says "hello" on it. */
public final class WebSocketServer implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener;
    private final AtomicInteger upgrades = new AtomicInteger();

    /** Starts it. */
    public WebSocketServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        final Thread acceptor = new Thread(this::accept, "web-socket-server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** The port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many requests it has upgraded. */
    public int upgrades() {
        return upgrades.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                serve(socket);
            } catch (IOException | NoSuchAlgorithmException e) {
                // closed, by the client or by the test
            }
        }
    }

    private void serve(Socket socket) throws IOException, NoSuchAlgorithmException {
        final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String key = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                key = line.substring(line.indexOf(':') + 1).trim();
            }
        }
        upgrades.incrementAndGet();
        final String accept = Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1)));
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(new byte[] {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'});
        socket.getOutputStream().flush();
        while (in.read() >= 0) {
            // until the client closes
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
