/** A Spring Boot application with one LangChain4j agent that tracks parcels; it is started once, answers one question and ends. */
@NullMarked
package dev.remit.samples.springlangchain4j;

import org.jspecify.annotations.NullMarked;
