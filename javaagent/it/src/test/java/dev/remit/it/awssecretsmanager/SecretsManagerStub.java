package dev.remit.it.awssecretsmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.remit.it.aws.AwsStub;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets Manager's {@code GetSecretValue} and {@code BatchGetSecretValue} over AWS JSON 1.1; a name or an ARN will do. */
public final class SecretsManagerStub extends AwsStub {
    static final String ARN = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:";
    static final String SUFFIX = "-AbC1eF";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Map<String, byte[]> binaries = new ConcurrentHashMap<>();

    /** Starts it without secrets. */
    public SecretsManagerStub() {
        super("application/x-amz-json-1.1");
    }

    /** Adds a secret that is text. */
    public SecretsManagerStub with(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** Adds a binary secret. */
    public SecretsManagerStub with(String name, byte[] value) {
        binaries.put(name, value);
        return this;
    }

    @Override
    protected String answer(HttpExchange exchange, String body) throws IOException {
        final JsonNode asked = JSON.readTree(body);
        if (!exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith(".BatchGetSecretValue")) {
            return secret(asked.path("SecretId").asText()).toString();
        }
        final ObjectNode answer = JSON.createObjectNode();
        final ArrayNode values = answer.putArray("SecretValues");
        for (JsonNode id : asked.path("SecretIdList")) {
            values.add(secret(id.asText()));
        }
        if (asked.has("Filters")) {
            secrets.keySet().forEach(name -> values.add(secret(name)));
        }
        return answer.toString();
    }

    @Override
    protected boolean isFault(String answer) {
        return answer.startsWith("{\"__type\"");
    }

    private ObjectNode secret(String id) {
        final String name = id.startsWith(ARN) ? id.substring(ARN.length()).replace(SUFFIX, "") : id;
        final ObjectNode secret = JSON.createObjectNode();
        if (secrets.containsKey(name)) {
            secret.put("SecretString", secrets.get(name));
        } else if (binaries.containsKey(name)) {
            secret.put("SecretBinary", binaries.get(name));
        } else {
            return secret.put("__type", "ResourceNotFoundException").put("Message", "no such secret");
        }
        return secret.put("ARN", ARN + name + SUFFIX).put("Name", name).put("VersionId", "v-" + name);
    }
}
