package dev.remit.samples.springlangchain4j;

/** The AI Service that LangChain4j implements. */
public interface ParcelAgent {

    /** The answer to a customer's question. */
    String answer(String question);
}
