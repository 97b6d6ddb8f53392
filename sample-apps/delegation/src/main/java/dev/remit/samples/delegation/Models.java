package dev.remit.samples.delegation;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.remit.samples.model.Reply;
import dev.remit.samples.model.ScriptedModelServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What both AI agents are made of. */
public final class Models {
    private static final int MAX_ROUND_TRIPS = 12;

    private Models() {}

    /** An AI Service on a scripted model; what it does is told. */
    public static <T> T agent(String who, Class<T> service, ScriptedModelServer model, Object tools) {
        final OpenAiChatModel client = OpenAiChatModel.builder()
                .baseUrl(model.baseUrl())
                .apiKey("none")
                .modelName("scripted")
                .build();
        return AiServices.builder(service)
                .chatModel(client)
                .tools(tools)
                .maxToolCallingRoundTrips(MAX_ROUND_TRIPS)
                .beforeToolExecution(call -> Story.tell(
                        who,
                        "calls " + call.request().name() + " " + call.request().arguments()))
                .afterToolExecution(done -> Story.tell(who, "  is told: " + done.result()))
                .build();
    }

    /** A scripted model's call of a tool, with its arguments as name, value, name, value … */
    public static Reply call(String tool, Object... namesAndValues) {
        final Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Reply.CallTool(tool, arguments);
    }
}
