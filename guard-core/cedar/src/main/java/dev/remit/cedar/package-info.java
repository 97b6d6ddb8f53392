/** Cedar for the JVM. */
@NullMarked
package dev.remit.cedar;

import org.jspecify.annotations.NullMarked;
