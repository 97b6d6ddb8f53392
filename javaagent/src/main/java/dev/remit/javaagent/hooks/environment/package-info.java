/** Environment variables that the configuration names as secrets. */
@NullMarked
package dev.remit.javaagent.hooks.environment;

import org.jspecify.annotations.NullMarked;
