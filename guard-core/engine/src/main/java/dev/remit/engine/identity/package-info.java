/** As whom the workload and its AI agents act. */
@NullMarked
package dev.remit.engine.identity;

import org.jspecify.annotations.NullMarked;
