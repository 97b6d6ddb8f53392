package dev.remit.it.app;

import java.io.File;
import java.io.IOException;
import java.net.Socket;

/** An application that connects where hardly anything works any more, and says how often it got through. */
public final class Edges {
    private static int tried;
    private static int through;
    private static int allowed;

    private Edges() {}

    /**
     * The main class.
     *
     * @param arguments {@code stack}, {@code memory}, {@code shutdown}, {@code ending} or {@code nothing}, and a port
     */
    public static void main(String[] arguments) throws Exception {
        final int port = Integer.parseInt(arguments[1]);
        if (!arguments[0].equals("ending")) {
            awaitJournal();
        }
        System.out.println("before " + connect("localhost", port) + ' ' + connect("127.0.0.1", port));
        switch (arguments[0]) {
            case "stack" -> {
                final Thread deep = new Thread(null, () -> deep(port), "deep", 512 * 1024);
                deep.start();
                deep.join();
            }
            case "memory" -> {
                fill(port);
                System.out.println("after " + connect("localhost", port) + ' ' + connect("127.0.0.1", port));
            }
            case "shutdown" ->
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    for (int i = 0; i < 100; i++) {
                        attempt(port);
                        pause();
                    }
                    System.out.println("tried " + tried + " through " + through);
                }));
            case "ending" ->
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    for (int i = 0; i < 100; i++) {
                        both(port);
                        pause();
                    }
                    System.out.println("allowed " + allowed + " of 100");
                    System.out.println("tried " + tried + " through " + through);
                }));
            default -> {}
        }
        System.out.println("allowed " + allowed);
        System.out.println("tried " + tried + " through " + through);
    }

    /** Its own opening is not what is looked at here. */
    private static void awaitJournal() {
        while (!new File("audit/checkpoint-key.pub.pem").exists()) {
            pause();
        }
        for (int i = 0; i < 50; i++) {
            pause();
        }
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

    private static void deep(int port) {
        descend(port);
        System.out.println("after " + connect("localhost", port) + ' ' + connect("127.0.0.1", port));
    }

    /** Each frame on the way back from the end of the stack tries: the guard runs out of stack at one place or another. */
    private static void descend(int port) {
        try {
            descend(port);
        } catch (StackOverflowError e) {
            // There is a little more of it in the frame below.
        }
        if (tried < 800) {
            both(port);
        }
    }

    /** What is denied, and what is allowed. */
    private static void both(int port) {
        try {
            attempt(port);
        } catch (SecurityException | VirtualMachineError | NoClassDefFoundError e) {
            // It did not get through either.
        }
        try {
            new Socket("localhost", port).close();
            allowed++;
        } catch (IOException | SecurityException | VirtualMachineError | NoClassDefFoundError e) {
            // Not connected, or connected and not closed.
        }
    }

    /** While there is little memory, hardly any, and none. */
    private static void fill(int port) {
        for (int room = 4 << 20; room > 0; room /= 8) {
            final Object[] held = new Object[4096];
            held[0] = new byte[room];
            int count = 1;
            for (int size = 1 << 20; size >= 16; size /= 32) {
                try {
                    while (count < held.length) {
                        held[count] = new byte[size];
                        count++;
                    }
                } catch (OutOfMemoryError e) {
                    // Then smaller ones.
                }
            }
            held[0] = null;
            both(port);
            // Held until now.
            held[1] = null;
        }
    }
}
