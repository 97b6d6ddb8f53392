package dev.remit.it.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.Map;

/** What differs between the versions of the SDK, for code that uses it. */
public final class Api {
    private Api() {}

    /** The SDK's own. */
    static McpJsonMapper json() {
        return McpJsonDefaults.getMapper();
    }

    /** What a client or server says of itself. */
    public static Implementation implementation(String name) {
        return Implementation.builder(name, "1").build();
    }

    /** A tool that takes any object. */
    static Tool tool(String name) {
        return Tool.builder(name, Map.<String, Object>of("type", "object")).build();
    }

    static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }
}
