package dev.remit.javaagent.weave;

/**
 * A method of the JDK that a call site is woven into. Immutable.
 *
 * @param site the call site's number
 * @param descriptor as class files have it (JVMS 4.3.3)
 */
public record WovenMethod(int site, String name, String descriptor, boolean isStatic) {}
