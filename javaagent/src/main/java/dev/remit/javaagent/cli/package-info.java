/**
 * The command line, {@code java -jar remit.jar …}: prints the configuration, reads journals, suggests, checks and explains policies. Stands on the
 * engine; nothing of the javaagent calls it but its main class.
 */
@NullMarked
package dev.remit.javaagent.cli;

import org.jspecify.annotations.NullMarked;
