package dev.remit.it.app;

import java.io.IOException;
import java.net.Socket;

/** An application that connects where hardly anything works any more, and says how often it got through. */
public final class Edges {
    private static int tried;
    private static int through;

    private Edges() {}

    /**
     * The main class.
     *
     * @param arguments {@code stack} or {@code shutdown}, and a port
     */
    public static void main(String[] arguments) throws Exception {
        final int port = Integer.parseInt(arguments[1]);
        System.out.println("before " + connect("localhost", port) + ' ' + connect("127.0.0.1", port));
        switch (arguments[0]) {
            case "stack" -> {
                final Thread deep = new Thread(null, () -> descend(port), "deep", 512 * 1024);
                deep.start();
                deep.join();
            }
            default ->
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    for (int i = 0; i < 100; i++) {
                        attempt(port);
                        pause();
                    }
                    System.out.println("tried " + tried + " through " + through);
                }));
        }
        System.out.println("tried " + tried + " through " + through);
    }

    private static String connect(String host, int port) {
        try {
            new Socket(host, port).close();
            return "connected";
        } catch (IOException e) {
            return "refused";
        }
    }

    private static void attempt(int port) {
        try {
            tried++;
            new Socket("127.0.0.1", port).close();
            through++;
        } catch (IOException e) {
            // Refused, and said so.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each frame on the way back from the end of the stack tries: the guard runs out of stack at one place or another. */
    private static void descend(int port) {
        try {
            descend(port);
        } catch (StackOverflowError e) {
            // There is a little more of it in the frame below.
        }
        if (tried < 400) {
            try {
                attempt(port);
            } catch (StackOverflowError | NoClassDefFoundError e) {
                // It did not get through either.
            }
        }
    }
}
