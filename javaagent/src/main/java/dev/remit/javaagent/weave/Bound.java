package dev.remit.javaagent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;

/** What a method of the application is, by configuration or annotation. Immutable. */
public interface Bound {
    /**
     * What the advice of the row is to know of it.
     *
     * @param type the class that is woven, parameters' names included
     * @throws NotBoundException if the class has no such method
     */
    Advice.WithCustomMapping bind(TypeDescription type, Target target, Advice.WithCustomMapping mapping)
            throws NotBoundException;
}
