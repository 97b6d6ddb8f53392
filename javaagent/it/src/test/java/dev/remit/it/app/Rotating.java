package dev.remit.it.app;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.nio.file.Files;
import java.nio.file.Path;

/** An AI agent that wants to rotate a key again and again, and says each time when the answer is another, until a file is there. */
public final class Rotating {
    private Rotating() {}

    /** The agent. */
    public interface KeyKeeper {
        String chat(String message);
    }

    /** Its tool. */
    public static final class Keys {
        /** Does nothing. */
        @Tool("Rotates the key")
        public String rotate_key() {
            return "rotated";
        }
    }

    private static final class Model implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            final var last = request.messages().get(request.messages().size() - 1);
            return ChatResponse.builder()
                    .aiMessage(
                            last instanceof ToolExecutionResultMessage result
                                    ? AiMessage.from(result.text())
                                    : AiMessage.from(ToolExecutionRequest.builder()
                                            .id("1")
                                            .name("rotate_key")
                                            .arguments("{}")
                                            .build()))
                    .build();
        }
    }

    /** @param arguments the file */
    public static void main(String[] arguments) throws InterruptedException {
        final Path end = Path.of(arguments[0]);
        final KeyKeeper agent = AiServices.builder(KeyKeeper.class)
                .chatModel(new Model())
                .tools(new Keys())
                .build();
        String before = "";
        while (!Files.exists(end)) {
            // Without the call's number.
            final String answer = agent.chat("rotate").split("; call=")[0];
            if (!answer.equals(before)) {
                before = answer;
                System.out.println(answer);
            }
            Thread.sleep(20);
        }
    }
}
