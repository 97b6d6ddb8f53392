package dev.remit.samples.model;

import java.util.Map;

/** A model's reply: a call of one tool, or words. */
public sealed interface Reply {

    /** The model asks for a tool to be called; the arguments go out as a JSON object. */
    record CallTool(String name, Map<String, Object> arguments) implements Reply {}

    /** The model answers. */
    record Say(String text) implements Reply {}
}
