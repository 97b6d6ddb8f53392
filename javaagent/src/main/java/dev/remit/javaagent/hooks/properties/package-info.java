/** System properties that the configuration names as secrets. */
@NullMarked
package dev.remit.javaagent.hooks.properties;

import org.jspecify.annotations.NullMarked;
