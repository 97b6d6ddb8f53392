package dev.remit.samples.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Component;

/** A chat client with the parcel tools. */
@Component
public class ParcelAgent {

    private final ChatClient client;

    ParcelAgent(ChatClient.Builder builder, ParcelTools tools) {
        client = builder.defaultTools(tools).build();
    }

    /** The answer to a customer's question. */
    public @Nullable String answer(String question) {
        return client.prompt(question).call().content();
    }
}
