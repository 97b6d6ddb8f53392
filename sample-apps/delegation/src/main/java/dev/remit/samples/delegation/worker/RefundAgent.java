package dev.remit.samples.delegation.worker;

/** The AI Service that LangChain4j implements. */
public interface RefundAgent {
    /** What was done about a wish. */
    String work(String wish);
}
