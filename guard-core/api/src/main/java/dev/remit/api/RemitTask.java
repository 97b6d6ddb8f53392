package dev.remit.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of the method is a task: it begins with the call and is closed when the call returns, or the {@code CompletionStage} that
 * it returned completes. Does nothing in a JVM without a guard.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RemitTask {
    /** What it is for: at most 64 letters, digits and {@code . _ -}. */
    String value();

    /** The place, from 1, of the parameter that says on whose behalf; 0 for nobody's. */
    int user() default 0;

    /** After how many seconds it is over at the latest; 0 for as long as the call takes. */
    long ttlSeconds() default 0;

    /** How many calls it may make, as in {@code "calls=20"}; see {@link TaskBuilder#budget}. */
    String[] budgets() default {};

    /** What it touches from the start. */
    String[] labels() default {};

    /** The only tools it may call; all where none is named. */
    String[] tools() default {};
}
