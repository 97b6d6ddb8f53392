/** What executes the tools of Quarkus LangChain4j's AI services, in a class loader of its own, without the rest of Quarkus. */
package dev.remit.it.quarkus;
