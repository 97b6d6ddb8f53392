package dev.remit.it.langchain4j;

import dev.langchain4j.data.message.ToolExecutionResultMessage;

/** What differs between the versions of the library, for code that uses it. */
final class Api {
    private Api() {}

    /** Whether the model is told that the tool has failed: by the text alone. */
    static boolean isError(ToolExecutionResultMessage result) {
        return result.text().startsWith("Remit refused");
    }
}
