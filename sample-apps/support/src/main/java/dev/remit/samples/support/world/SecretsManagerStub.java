package dev.remit.samples.support.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.remit.samples.model.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** AWS Secrets Manager's {@code GetSecretValue} over AWS JSON 1.1; signatures are not checked. */
public final class SecretsManagerStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/x-amz-json-1.1";

    private final Map<String, String> secrets;
    private final Consumer<String> fetched;
    private final LoopbackServer server;

    /**
     * @param secrets name to value
     * @param fetched is told the name of each secret that was handed out
     */
    public SecretsManagerStub(Map<String, String> secrets, Consumer<String> fetched) throws IOException {
        this.secrets = secrets;
        this.fetched = fetched;
        this.server = LoopbackServer.start("localhost", this::handle);
    }

    public URI endpoint() {
        return URI.create(server.url());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String name =
                JSON.readTree(LoopbackServer.body(exchange)).path("SecretId").asText();
        String value = secrets.get(name);
        var answer = JSON.createObjectNode();
        if (!"secretsmanager.GetSecretValue".equals(target)) {
            answer.put("__type", "UnknownOperationException").put("message", "not served: " + target);
            LoopbackServer.respond(exchange, 400, TYPE, answer.toString());
        } else if (value == null) {
            answer.put("__type", "ResourceNotFoundException").put("Message", "no such secret: " + name);
            LoopbackServer.respond(exchange, 400, TYPE, answer.toString());
        } else {
            fetched.accept(name);
            answer.put("ARN", "arn:aws:secretsmanager:eu-central-1:000000000000:secret:" + name)
                    .put("Name", name)
                    .put("SecretString", value);
            LoopbackServer.respond(exchange, 200, TYPE, answer.toString());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
