package dev.remit.it.app;

import dev.remit.api.GuardedTool;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * An application that does everything twice, as it is permitted and as it is not, and says of each way how that went: a status or a text, then
 * the action that was refused. It needs no class that is not on its class path.
 */
public final class Twice {
    /** One way to do something. */
    @FunctionalInterface
    interface Way {
        /** @return what came of it */
        Object go(boolean permitted) throws Exception;
    }

    private final int port;
    private final Path folder;

    private Twice(int port, Path folder) {
        this.port = port;
        this.folder = folder;
    }

    /**
     * The main class.
     *
     * @param arguments the port of a server on loopback, the folder of the secrets, and the ways
     */
    public static void main(String[] arguments) throws Exception {
        final Map<String, Way> ways = new Twice(Integer.parseInt(arguments[0]), Path.of(arguments[1])).ways();
        for (int i = 2; i < arguments.length; i++) {
            final Way way = ways.get(arguments[i]);
            System.out.println(arguments[i] + ' ' + tell(way, true) + ' ' + tell(way, false));
        }
    }

    private Map<String, Way> ways() {
        final Map<String, Way> ways = new TreeMap<>();
        ways.put(
                "jdk",
                permitted -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(url(permitted))).build(), BodyHandlers.ofString())
                        .statusCode());
        ways.put(
                "urlconnection",
                permitted ->
                        ((HttpURLConnection) URI.create(url(permitted)).toURL().openConnection()).getResponseCode());
        ways.put("okhttp", permitted -> OkHttp.get(url(permitted)));
        ways.put("socket", permitted -> {
            new Socket(host(permitted), port).close();
            return "connected";
        });
        ways.put(
                "file",
                permitted -> Files.readString(folder.resolve(permitted ? "allowed.txt" : "denied.txt"))
                        .strip());
        ways.put("tool", permitted -> pay(permitted ? 1 : 1000));
        ways.put("annotated", permitted -> Desk.mail(permitted ? 1 : 1000));
        ways.put("meddle", permitted -> permitted ? Meddler.meddle() : "");
        ways.put(
                "exec",
                permitted ->
                        new ProcessBuilder(permitted ? "true" : "false").start().waitFor());
        ways.put("thread", permitted -> onThread(ways.get("jdk"), permitted));
        return ways;
    }

    private static String host(boolean permitted) {
        return permitted ? "localhost" : "127.0.0.1";
    }

    private String url(boolean permitted) {
        return "http://" + host(permitted) + ':' + port + '/';
    }

    /** A tool, where the configuration names it. */
    static String pay(int cents) {
        return "paid";
    }

    /** Has a tool that no configuration names. */
    static final class Desk {
        private Desk() {}

        @GuardedTool
        static String mail(int cents) {
            return "sent";
        }
    }

    /** On a virtual thread, where there are such. */
    private static Object onThread(Way way, boolean permitted) throws Exception {
        final Object[] outcome = new Object[1];
        final Runnable work = () -> outcome[0] = tell(way, permitted);
        Thread thread;
        try {
            thread = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        } catch (NoSuchMethodException before21) {
            thread = new Thread(work);
            thread.start();
        }
        thread.join();
        return outcome[0];
    }

    private static Object tell(Way way, boolean permitted) {
        try {
            return way.go(permitted);
        } catch (Throwable t) {
            for (Throwable at = t; at != null; at = at.getCause()) {
                final String message = String.valueOf(at.getMessage());
                final int action = message.indexOf("Remit refused this call: action=");
                if (action >= 0) {
                    return "refused-"
                            + message.substring(message.indexOf('=', action) + 1, message.indexOf(';', action));
                }
            }
            return t.toString();
        }
    }

    /** Apart, so that the class above loads where there is no OkHttp. */
    private static final class OkHttp {
        private static final OkHttpClient CLIENT = new OkHttpClient();

        static int get(String url) throws IOException {
            try (Response response =
                    CLIENT.newCall(new Request.Builder().url(url).build()).execute()) {
                return response.code();
            }
        }
    }
}
