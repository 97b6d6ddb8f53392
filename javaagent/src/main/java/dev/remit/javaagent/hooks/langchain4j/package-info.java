/** LangChain4j: tools of AI services, whatever executes them, and the AI services themselves. */
@NullMarked
package dev.remit.javaagent.hooks.langchain4j;

import org.jspecify.annotations.NullMarked;
