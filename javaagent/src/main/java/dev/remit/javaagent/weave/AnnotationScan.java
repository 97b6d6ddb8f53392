package dev.remit.javaagent.weave;

import dev.remit.engine.NamedMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Reads a class that is being loaded for methods with the annotations of some kinds. Used once, by one thread. */
final class AnnotationScan extends ClassVisitor {
    /**
     * An annotated method.
     *
     * @param kind whose annotation it has
     */
    record Found(AnnotatedMethods kind, CallSite site) {}

    private final String className;
    private final List<AnnotatedMethods> kinds;
    private final List<Found> found = new ArrayList<>();

    private AnnotationScan(String className, List<AnnotatedMethods> kinds) {
        super(OpenedClassReader.ASM_API);
        this.className = className;
        this.kinds = kinds;
    }

    /** The annotated methods of a class. */
    static List<Found> of(String className, byte[] classFile, List<AnnotatedMethods> kinds) {
        final AnnotationScan scan = new AnnotationScan(className, kinds);
        OpenedClassReader.of(classFile)
                .accept(scan, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return scan.found;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new MethodVisitor(OpenedClassReader.ASM_API) {
            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
                for (AnnotatedMethods kind : kinds) {
                    if (kind.annotation().equals(type)) {
                        return new Values(kind, method(name, descriptor));
                    }
                }
                return null;
            }
        };
    }

    private NamedMethod method(String name, String descriptor) {
        return new NamedMethod(
                className,
                name,
                Arrays.stream(Type.getArgumentTypes(descriptor))
                        .map(Type::getClassName)
                        .toList());
    }

    /** What one annotation says. */
    private final class Values extends AnnotationVisitor {
        private final AnnotatedMethods kind;
        private final NamedMethod method;
        private final Map<String, Object> values = new HashMap<>();

        Values(AnnotatedMethods kind, NamedMethod method) {
            super(OpenedClassReader.ASM_API);
            this.kind = kind;
            this.method = method;
        }

        @Override
        public void visit(String name, Object value) {
            values.put(name, value);
        }

        @Override
        public AnnotationVisitor visitArray(String array) {
            final List<Object> elements = new ArrayList<>();
            values.put(array, elements);
            return new AnnotationVisitor(OpenedClassReader.ASM_API) {
                @Override
                public void visit(@Nullable String name, Object value) {
                    elements.add(value);
                }
            };
        }

        @Override
        public void visitEnd() {
            final @Nullable CallSite site = kind.callSite(method, values);
            if (site != null) {
                found.add(new Found(kind, site));
            }
        }
    }
}
