package dev.remit.samples.delegation;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/** Prints what happens, as it happens, one line an event. Thread-safe. */
public final class Story {
    private static final int WIDEST = 118;

    private Story() {}

    /** {@code who} and what they say or did. */
    public static void tell(String who, String what) {
        final String line = String.format("  %-13s%s", who, what.replace('\n', ' '));
        System.out.println(line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + '…');
    }

    /** A request to a host that is to see no task. */
    public static void seen(String who, HttpExchange request) {
        final @Nullable String token = request.getRequestHeaders().getFirst("Remit-Task");
        tell(
                who,
                request.getRequestMethod() + " " + request.getRequestURI().getPath() + ", task's token: "
                        + (token == null ? "none" : "YES"));
    }
}
