/** Tools that no framework calls: methods that the configuration names, or the application annotates. */
@NullMarked
package dev.remit.javaagent.hooks.methodtool;

import org.jspecify.annotations.NullMarked;
