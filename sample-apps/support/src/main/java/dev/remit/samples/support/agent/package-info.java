/** The AI agent: a LangChain4j AI Service, whole or streamed, and the tools that it may call. */
@NullMarked
package dev.remit.samples.support.agent;

import org.jspecify.annotations.NullMarked;
