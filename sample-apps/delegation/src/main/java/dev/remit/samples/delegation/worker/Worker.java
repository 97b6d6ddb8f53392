package dev.remit.samples.delegation.worker;

import dev.remit.samples.delegation.Models;
import dev.remit.samples.delegation.Story;
import dev.remit.samples.model.LoopbackServer;
import dev.remit.samples.model.ScriptedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;

/** The worker's Tomcat, its model and the archive of receipts, which is another host to those who ask. */
public final class Worker implements AutoCloseable {
    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private final ScriptedModelServer model;
    private final LoopbackServer archive;
    private final Tomcat tomcat;

    private Worker(ScriptedModelServer model, LoopbackServer archive, Tomcat tomcat) {
        this.model = model;
        this.archive = archive;
        this.tomcat = tomcat;
    }

    /**
     * Serves on a port of the loopback address.
     *
     * @throws LifecycleException if the port can't be bound
     */
    public static Worker start(int port) throws IOException, LifecycleException {
        TOMCAT.setLevel(Level.SEVERE);
        final ScriptedModelServer model = ScriptedModelServer.start(new RefundScript());
        final LoopbackServer archive = LoopbackServer.start("localhost", exchange -> {
            Story.seen("archive", exchange);
            LoopbackServer.respond(exchange, 200, "text/plain", "receipt of " + exchange.getRequestURI());
        });
        final Tomcat tomcat = new Tomcat();
        final Path folder = Files.createTempDirectory("delegation-worker");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ExpandWar.delete(folder.toFile())));
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setThrowOnFailure(true);
        final Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(
                        context,
                        "refunds",
                        new RefundServlet(
                                Models.agent("worker", RefundAgent.class, model, new RefundTools()), archive.url()))
                .addMapping("/*");
        final Worker worker = new Worker(model, archive, tomcat);
        tomcat.start();
        Story.tell("worker", "serves http://localhost:" + port);
        return worker;
    }

    /** Waits until the process is ended. */
    public void await() {
        tomcat.getServer().await();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        archive.close();
        model.close();
    }
}
