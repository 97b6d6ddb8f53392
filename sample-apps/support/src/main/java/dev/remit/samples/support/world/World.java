package dev.remit.samples.support.world;

import dev.remit.samples.model.ScriptedModelServer;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Everything outside the application, up and running. The application's own servers are reached as {@code localhost}, the
 * host of nobody's as {@code 127.0.0.1}, so that a policy can tell them apart without a port.
 */
public final class World implements AutoCloseable {

    /** The name of the payment key in Secrets Manager. */
    public static final String KEY_NAME = "prod/payment-key";

    /** The payment key itself; it opens nothing. */
    public static final String KEY = "pay_key_7f3c9e51d2a84b06";

    public final SecretsManagerStub secrets;
    public final Mailbox mail;
    public final Mailbox outside;
    public final ScriptedModelServer model;

    /** @param events is told who saw what, while it happens: (who, what) */
    public World(BiConsumer<String, String> events) throws IOException {
        secrets = new SecretsManagerStub(
                Map.of(KEY_NAME, KEY), name -> events.accept("secrets manager", "hands out " + name));
        mail = new Mailbox("localhost", body -> events.accept("mail host", "received: " + headers(body)));
        outside = new Mailbox("127.0.0.1", body -> events.accept("outside host", "received: " + body));
        model = ScriptedModelServer.start(new SupportScript());
    }

    private static String headers(String mail) {
        return mail.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        model.close();
        outside.close();
        mail.close();
        secrets.close();
    }
}
