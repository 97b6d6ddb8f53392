package dev.remit.samples.support.agent;

import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;

/** The AI Services that LangChain4j implements. */
final class SupportService {

    private static final String ROLE = """
            You are the customer-support agent of a travel agency. Solve the customer's request with your tools, \
            then answer in at most three friendly sentences.""";

    private SupportService() {}

    interface Whole {
        @SystemMessage(ROLE)
        String answer(String message);
    }

    interface Streamed {
        @SystemMessage(ROLE)
        TokenStream answer(String message);
    }
}
