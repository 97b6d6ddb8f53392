package dev.remit.engine.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what {@code audit.anchor} names: a file, or a service. Stateless. */
final class AnchorCheck {
    private static final String FILE = "file:";
    private static final String HTTPS = "https:";

    private AnchorCheck() {}

    /** Why a text is not accepted; null if it is. */
    static @Nullable String faultIn(String text) {
        if (text.startsWith(HTTPS)) {
            return faultInAddress(text);
        }
        return text.length() > FILE.length() && text.startsWith(FILE)
                ? PathCheck.faultIn(text.substring(FILE.length()), PathCheck.OUTPUT)
                : "it does not begin with file: or https: and go on";
    }

    private static @Nullable String faultInAddress(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null) {
                return "it names no host";
            }
            if (uri.getRawUserInfo() != null) {
                return "it holds a user's name or password, which would stand in records and reports";
            }
            return uri.getRawFragment() == null ? null : "nothing is sent of what stands behind '#'";
        } catch (URISyntaxException e) {
            return "it is no address: ".concat(String.valueOf(e.getReason()));
        }
    }

    /** What a text without fault names: a {@link java.nio.file.Path} or a {@link URI}. */
    static Object parse(String text) {
        return text.startsWith(HTTPS) ? URI.create(text) : PathCheck.path(text.substring(FILE.length()));
    }
}
