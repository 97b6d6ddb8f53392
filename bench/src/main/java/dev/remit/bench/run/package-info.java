/** {@code bench/run}: which parts are measured, on what, and where the report goes. */
@NullMarked
package dev.remit.bench.run;

import org.jspecify.annotations.NullMarked;
