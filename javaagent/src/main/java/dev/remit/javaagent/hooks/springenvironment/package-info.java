/** Properties of Spring's Environment that the configuration names as secrets. */
@NullMarked
package dev.remit.javaagent.hooks.springenvironment;

import org.jspecify.annotations.NullMarked;
