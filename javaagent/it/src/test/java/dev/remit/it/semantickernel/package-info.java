/** Semantic Kernel: its functions, asked for by a scripted model behind a server and invoked directly. */
package dev.remit.it.semantickernel;
