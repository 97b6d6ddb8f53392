package dev.remit.javaagent.weave;

import java.util.List;

/** No method is annotated. */
final class NoAnnotations implements AnnotatedMethods {
    @Override
    public String annotation() {
        return "Lno/such/Annotation;";
    }

    @Override
    public List<CallSite> in(String className, byte[] classFile) {
        return List.of();
    }

    @Override
    public void numbered(int site, CallSite callSite) {}
}
