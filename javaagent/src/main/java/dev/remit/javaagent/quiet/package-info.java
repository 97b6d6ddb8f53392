/**
 * What stands in the jar for {@code java.util.logging}, which some of our libraries log to. The application's log is none of their business, and
 * whoever touches that package first decides for the whole JVM which log manager it has. The build puts it in its place; nobody calls it by name.
 */
@NullMarked
package dev.remit.javaagent.quiet;

import org.jspecify.annotations.NullMarked;
