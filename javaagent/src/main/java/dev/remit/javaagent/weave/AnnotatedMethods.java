package dev.remit.javaagent.weave;

import dev.remit.engine.NamedMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Call sites that no table names: methods of the application with an annotation. Thread-safe. */
public interface AnnotatedMethods {
    /** The annotation's descriptor; a class whose constant pool does not hold it has no such method. */
    String annotation();

    /**
     * The call site that an annotated method is; null where the annotation can't be understood, which is said elsewhere.
     *
     * @param values what the annotation says, by its elements' names: as class files have it, arrays as lists; without what is left to its default
     */
    @Nullable
    CallSite callSite(NamedMethod method, Map<String, Object> values);

    /** A call site has got the number by which woven code names it. */
    void numbered(int site, CallSite callSite);
}
