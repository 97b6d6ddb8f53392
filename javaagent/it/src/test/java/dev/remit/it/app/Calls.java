package dev.remit.it.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** An application that connects a socket and starts a child process, and says how that went. */
public final class Calls {
    private Calls() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("main");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", 9), 200);
            System.out.println("connected");
        } catch (IOException e) {
            System.out.println("connect: " + e.getMessage());
        }
        try {
            System.out.println("exec: " + new ProcessBuilder("true").start().waitFor());
        } catch (IOException e) {
            System.out.println("exec: " + e.getMessage());
        }
    }
}
