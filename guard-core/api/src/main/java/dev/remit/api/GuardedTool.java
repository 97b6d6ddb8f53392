package dev.remit.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of the method is a tool call: decided by policy with the arguments by their parameters' names, recorded, and refused with a
 * {@link SecurityException}, as a failed future where the method returns one. For tools that no framework calls that the guard knows; one that does
 * is guarded without. Parameters keep their names in classes compiled with {@code -parameters} or {@code -g}; others are {@code arg0}, {@code arg1}.
 * Does nothing in a JVM without a guard.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface GuardedTool {
    /** The tool's name; the method's where it is empty. */
    String value() default "";

    /** The toolset that it belongs to; the class's name where it is empty. */
    String toolset() default "";
}
