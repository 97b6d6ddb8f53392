/** Files that the configuration names as secrets. */
@NullMarked
package dev.remit.javaagent.hooks.files;

import org.jspecify.annotations.NullMarked;
