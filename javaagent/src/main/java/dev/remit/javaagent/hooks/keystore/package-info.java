/** Keys in key stores that the configuration names as secrets. */
@NullMarked
package dev.remit.javaagent.hooks.keystore;

import org.jspecify.annotations.NullMarked;
