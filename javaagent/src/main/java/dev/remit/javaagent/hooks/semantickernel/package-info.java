/** Microsoft's Semantic Kernel: its functions, whoever invokes them. */
@NullMarked
package dev.remit.javaagent.hooks.semantickernel;

import org.jspecify.annotations.NullMarked;
