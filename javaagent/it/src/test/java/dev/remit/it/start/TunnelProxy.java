package dev.remit.it.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy on loopback that opens tunnels with {@code CONNECT}, and writes down how it was asked to. */
final class TunnelProxy implements AutoCloseable {
    /** What each tunnel was asked for with: the request line and headers. */
    final List<String> heads = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TunnelProxy() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try {
                while (true) {
                    final Socket client = server.accept();
                    threads.execute(() -> tunnel(client));
                }
            } catch (IOException e) {
                // It is closed.
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    private void tunnel(Socket client) {
        try (client) {
            final StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                final int read = client.getInputStream().read();
                if (read < 0) {
                    return;
                }
                head.append((char) read);
            }
            heads.add(head.toString());
            final String target = head.substring("CONNECT ".length(), head.indexOf(" HTTP/"));
            final int colon = target.lastIndexOf(':');
            try (Socket there = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
                client.getOutputStream()
                        .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                threads.execute(() -> pump(there, client));
                pump(client, there);
            }
        } catch (IOException e) {
            // One of the two hung up.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two hung up.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
