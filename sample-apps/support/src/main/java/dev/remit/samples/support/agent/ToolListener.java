package dev.remit.samples.support.agent;

/** Is told of the model's tool calls, on the thread that executes them. */
public interface ToolListener {

    /** The model asked for a call; {@code arguments} are a JSON object. */
    void called(String tool, String arguments);

    /** What the model is told as the call's result. */
    void answered(String tool, String result);
}
