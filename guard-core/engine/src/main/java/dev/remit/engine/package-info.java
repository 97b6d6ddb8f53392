/** The engine. */
@NullMarked
package dev.remit.engine;

import org.jspecify.annotations.NullMarked;
