/** Files that the configuration names as secrets, and those that show the variables it names. */
@NullMarked
package dev.remit.javaagent.hooks.files;

import org.jspecify.annotations.NullMarked;
