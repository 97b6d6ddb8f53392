package dev.remit.javaagent.premain;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Code that runs inside a class's nest, as if it stood in the class: the initialiser of a hidden class. An object goes in or comes
 * out by way of a system property of the thread's own, which is there meanwhile.
 */
final class HiddenCode {
    private static final String OBJECT = "remit.self-test.";
    private static final String PROPERTIES = "java/util/Properties";

    private final Class<?> nest;
    private final String key = OBJECT + Thread.currentThread().getName();
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private final MethodVisitor code;

    /** Code in the nest of this class, without instructions yet. */
    HiddenCode(Class<?> nest) {
        this.nest = nest;
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL,
                Type.getInternalName(nest) + "$RemitSelfTest",
                null,
                "java/lang/Object",
                null);
        this.code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
    }

    /** To add instructions to, all but the last return. */
    MethodVisitor code() {
        return code;
    }

    /** Adds: push the object that {@link #run} was given. */
    void pushObject() {
        pushKey();
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PROPERTIES, "get", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
    }

    /** Adds: hand out the object that is in a local variable. */
    void handOut(int variable) {
        pushKey();
        code.visitVarInsn(Opcodes.ALOAD, variable);
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                PROPERTIES,
                "put",
                "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        code.visitInsn(Opcodes.POP);
    }

    private void pushKey() {
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "java/lang/System", "getProperties", "()L" + PROPERTIES + ";", false);
        code.visitLdcInsn(key);
    }

    /** Runs it, once. */
    Outcome run(@Nullable Object object) throws IllegalAccessException {
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        if (object != null) {
            System.getProperties().put(key, object);
        }
        @Nullable Throwable thrown = null;
        try {
            Trusted.LOOKUP
                    .in(nest)
                    .defineHiddenClass(writer.toByteArray(), true, MethodHandles.Lookup.ClassOption.NESTMATE);
        } catch (ExceptionInInitializerError e) {
            thrown = e.getException();
        } catch (Error e) {
            thrown = e;
        }
        return new Outcome(thrown, System.getProperties().remove(key));
    }

    /**
     * How it ended.
     *
     * @param object what it handed out, or was given
     */
    record Outcome(@Nullable Throwable thrown, @Nullable Object object) {}

    /** A private lookup from another module may not join a nest; this one may. */
    private static final class Trusted {
        private static final MethodHandles.Lookup LOOKUP = lookup();

        private static MethodHandles.Lookup lookup() {
            try {
                final Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
                trusted.setAccessible(true);
                return (MethodHandles.Lookup) trusted.get(null);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("java.lang.invoke has no trusted lookup", e);
            }
        }
    }
}
