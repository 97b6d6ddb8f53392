/**
 * The configuration: one flat properties file, every key overridable from the environment, read once into one immutable object that is
 * passed to whoever needs it.
 *
 * <p>{@link dev.remit.engine.config.ConfigKey} is the only home of what a key is called, what it defaults to, what it accepts and what it does;
 * loading, the {@code config} command and {@code docs/configuration.md} are read off it.
 *
 * <p>Called by the javaagent before the application's {@code main} and by the command line. Loading keeps to classes that every JVM has
 * already loaded: no logging, no regular expressions, no streams, no lambdas, no string concatenation through invokedynamic.
 */
@NullMarked
package dev.remit.engine.config;

import org.jspecify.annotations.NullMarked;
