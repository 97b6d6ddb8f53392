package dev.remit.javaagent.weave;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an advice's parameter that is bound to the woven method's first argument of its type, wherever that stands: so one advice
 * serves several methods.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Given {
    /** Whether the parameter may not be assigned. */
    boolean readOnly() default true;
}
