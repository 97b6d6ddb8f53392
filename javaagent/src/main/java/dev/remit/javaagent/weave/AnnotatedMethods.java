package dev.remit.javaagent.weave;

import java.util.List;

/** Call sites that no table names: methods of the application with an annotation. Thread-safe. */
public interface AnnotatedMethods {
    /** The annotation's descriptor; a class whose constant pool does not hold it has no such method. */
    String annotation();

    /** The call sites in a class that is being loaded. */
    List<CallSite> in(String className, byte[] classFile);

    /** A call site has got the number by which woven code names it. */
    void numbered(int site, CallSite callSite);
}
