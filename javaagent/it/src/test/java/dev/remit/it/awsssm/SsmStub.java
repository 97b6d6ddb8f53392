package dev.remit.it.awsssm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.remit.it.aws.AwsStub;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The parameter store over AWS JSON 1.1: a parameter is found by its name, its ARN or with a version; a path gives one a page. */
final class SsmStub extends AwsStub {
    static final String ARN = "arn:aws:ssm:eu-central-1:000000000000:parameter";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values = new ConcurrentSkipListMap<>();
    private final Map<String, String> types = new ConcurrentSkipListMap<>();

    SsmStub() {
        super("application/x-amz-json-1.1");
    }

    /** Adds a parameter that is encrypted. */
    SsmStub with(String name, String value) {
        return with(name, "SecureString", value);
    }

    /** Adds a parameter. */
    SsmStub with(String name, String type, String value) {
        values.put(name, value);
        types.put(name, type);
        return this;
    }

    @Override
    protected String answer(HttpExchange exchange, String body) throws IOException {
        final JsonNode asked = JSON.readTree(body);
        final String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        final ObjectNode answer = JSON.createObjectNode();
        switch (target.substring(target.indexOf('.') + 1)) {
            case "GetParameter" -> {
                final ObjectNode found = parameter(asked.path("Name").asText());
                if (found == null) {
                    return missing();
                }
                answer.set("Parameter", found);
            }
            case "GetParameters" -> {
                final ArrayNode all = answer.putArray("Parameters");
                final ArrayNode invalid = answer.putArray("InvalidParameters");
                for (JsonNode name : asked.path("Names")) {
                    final ObjectNode found = parameter(name.asText());
                    if (found == null) {
                        invalid.add(name.asText());
                    } else {
                        all.add(found);
                    }
                }
            }
            case "GetParametersByPath" -> {
                final String path = asked.path("Path").asText();
                final String from = asked.path("NextToken").asText("");
                final ArrayNode all = answer.putArray("Parameters");
                for (String name : values.keySet()) {
                    if (name.startsWith(path) && name.compareTo(from) > 0) {
                        if (!all.isEmpty()) {
                            answer.put("NextToken", all.get(0).path("Name").asText());
                            break;
                        }
                        all.add(parameter(name));
                    }
                }
            }
            case "GetParameterHistory" -> {
                final ObjectNode found = parameter(asked.path("Name").asText());
                if (found == null) {
                    return missing();
                }
                answer.putArray("Parameters").add(found);
            }
            default ->
                answer.put("AccessRequestStatus", "Approved")
                        .putObject("Credentials")
                        .put("AccessKeyId", "ASIA-it")
                        .put(
                                "SecretAccessKey",
                                values.get(asked.path("AccessRequestId").asText()))
                        .put("SessionToken", "session-token-of-an-access-request");
        }
        return answer.toString();
    }

    @Override
    protected boolean isFault(String answer) {
        return answer.startsWith("{\"__type\"");
    }

    private static String missing() {
        return "{\"__type\":\"ParameterNotFound\",\"message\":\"no such parameter\"}";
    }

    private ObjectNode parameter(String asked) {
        final String path = asked.startsWith(ARN) ? asked.substring(ARN.length()) : asked;
        final int colon = path.indexOf(':');
        final String name = colon < 0 ? path : path.substring(0, colon);
        return values.containsKey(name)
                ? JSON.createObjectNode()
                        .put("Name", name)
                        .put("Type", types.get(name))
                        .put("Value", values.get(name))
                        .put("Version", 1)
                : null;
    }
}
