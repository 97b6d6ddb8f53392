package dev.remit.it.concurrent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/** A guarded call that goes nowhere: it tells, and the journal shows, as whose it was decided. */
final class Probe {
    private Probe() {}

    /** Tries to connect to a host that no one can look up, and says whether that was permitted. */
    static boolean isPermitted(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(InetSocketAddress.createUnresolved(host, 1));
            throw new AssertionError(host + " is there");
        } catch (UnknownHostException permitted) {
            return true;
        } catch (IOException refused) {
            if (!refused.getMessage().startsWith("Remit refused this call: ")) {
                throw new AssertionError(refused);
            }
            return false;
        }
    }
}
