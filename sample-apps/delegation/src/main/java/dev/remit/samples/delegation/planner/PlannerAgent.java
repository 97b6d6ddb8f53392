package dev.remit.samples.delegation.planner;

/** The AI Service that LangChain4j implements. */
public interface PlannerAgent {
    /** The answer to a customer's wish. */
    String answer(String wish);
}
