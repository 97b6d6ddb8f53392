/**
 * The command line, {@code java -jar remit.jar …}: prints the configuration, says how guards are doing, reads journals, suggests and checks policies. Stands on the
 * engine; nothing of the javaagent calls it but its main class.
 */
@NullMarked
package dev.remit.javaagent.cli;

import org.jspecify.annotations.NullMarked;
