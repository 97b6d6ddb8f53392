package dev.remit.bench.app;

import dev.remit.samples.support.world.World;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The support sample's world, in a JVM of its own: model, mail host, Secrets Manager. Prints their addresses in a line, and ends with its standard input.
 */
public final class WorldServer {
    private WorldServer() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        // Without it each answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (World world = new World((who, what) -> {})) {
            System.out.println(world.model.baseUrl() + " " + world.mail.url() + " " + world.secrets.endpoint());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
