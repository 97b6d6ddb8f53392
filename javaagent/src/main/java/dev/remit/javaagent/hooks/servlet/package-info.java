/** Servlet requests: the conversation of an AI agent's work of which its framework names none. */
@NullMarked
package dev.remit.javaagent.hooks.servlet;

import org.jspecify.annotations.NullMarked;
