package dev.remit.it.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.JsonSchema;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;

/** What differs between the versions of the SDK, for code that uses it. */
public final class Api {
    private Api() {}

    /** The SDK's own. */
    static McpJsonMapper json() {
        return McpJsonMapper.getDefault();
    }

    /** What a client or server says of itself. */
    public static Implementation implementation(String name) {
        return new Implementation(name, "1");
    }

    /** A tool that takes any object. */
    static Tool tool(String name) {
        return Tool.builder()
                .name(name)
                .description(name)
                .inputSchema(new JsonSchema("object", Map.of(), List.of(), null, null, null))
                .build();
    }

    static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder().name(tool).arguments(arguments).build();
    }
}
