/** The packaged remit.jar in real JVMs: call sites in a guarded JVM ({@code *Twins}), whole applications in forked ones. */
package dev.remit.it;
