/** What it costs that policies may ask what was done so far. */
@NullMarked
package dev.remit.bench.context;

import org.jspecify.annotations.NullMarked;
