package dev.remit.engine.config;

import dev.remit.engine.NamedMethod;

/**
 * A method of the application a call of which is a tool call. Immutable.
 *
 * @param tool the tool's name
 * @param method the method; whatever overrides it is meant too
 * @param origin where it is configured, for what is said of it
 */
public record ToolBinding(String tool, NamedMethod method, String origin) {}
