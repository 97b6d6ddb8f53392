package dev.remit.bench.calls;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** As a chat client makes it, in a conversation. */
final class SpringAiTool implements Call {
    private static final ToolContext CONTEXT = new ToolContext(Map.of(ChatMemory.CONVERSATION_ID, "customer-4711"));

    private final ToolCallback tool = new Refunding();
    private final String arguments;

    SpringAiTool(boolean allowed) {
        arguments = Refund.arguments(allowed);
    }

    @Override
    public boolean make() {
        try {
            return tool.call(arguments, CONTEXT).equals("refunded");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static final class Refunding implements ToolCallback {
        private final ToolDefinition definition = ToolDefinition.builder()
                .name("refund")
                .description("Refunds a booking.")
                .inputSchema("{}")
                .build();

        @Override
        public ToolDefinition getToolDefinition() {
            return definition;
        }

        @Override
        public String call(String input) {
            return "refunded";
        }

        @Override
        public String call(String input, @Nullable ToolContext context) {
            return "refunded";
        }
    }
}
