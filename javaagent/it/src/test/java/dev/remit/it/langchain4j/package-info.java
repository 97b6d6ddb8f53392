/** LangChain4j's AI services with a scripted model, and its tool executors called directly. */
package dev.remit.it.langchain4j;
