package dev.remit.javaagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** This build's version, which the build writes into a resource. */
final class ProductVersion {
    private static final String RESOURCE = "/dev/remit/javaagent/version";

    private ProductVersion() {}

    static String text() throws IOException {
        try (InputStream in = ProductVersion.class.getResourceAsStream(RESOURCE)) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }
}
