/** A Spring Boot application with one Spring AI agent that tracks parcels; it is started once, answers one question and ends. */
@NullMarked
package dev.remit.samples.springai;

import org.jspecify.annotations.NullMarked;
