package dev.remit.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a twin uses that the oldest version of its library does not have: on a test, a class of tests, or a constant of an enum that is
 * handed to tests. With the newest versions it must be there; with the oldest the twin is left out where it is not.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
    /** A class's name; or {@code class#member}, of a public method or field. */
    String value();
}
