package dev.remit.javaagent.weave;

/** What is woven into a method. Immutable. */
public sealed interface Weaving permits Advised, Sunk {}
