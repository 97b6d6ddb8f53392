package dev.remit.it.app;

import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** An application that sends a request with OkHttp, and says how that went. */
public final class Requesting {
    private Requesting() {}

    /** The main class. */
    public static void main(String[] arguments) {
        try (Response response = new OkHttpClient()
                .newCall(new Request.Builder().url(arguments[0]).build())
                .execute()) {
            System.out.println("status " + response.code());
        } catch (IOException | LinkageError e) {
            System.out.println("refused " + e.getClass().getName());
        }
        System.exit(0);
    }
}
