package dev.remit.javaagent.premain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** This build's version. */
public final class Version {
    private Version() {}

    /** The version, such as {@code 1.2.0}; {@code unknown} in a damaged jar. */
    public static String get() {
        try (InputStream in = Version.class.getClassLoader().getResourceAsStream("dev/remit/javaagent/version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
