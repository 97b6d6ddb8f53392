package dev.remit.javaagent.premain;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method as compiled code does, even a private one: by a hidden class in the method's nest, whose initialiser is the
 * call. A method handle would do too, at the price of the whole machinery of method handles before the application's main.
 */
final class DirectCall {
    /** Where the initialiser leaves the object it called; the self-test has the JVM for itself. */
    private static final String SELF = "remit.self";

    private static final String UNSAFE = "jdk/internal/misc/Unsafe";

    private DirectCall() {}

    /**
     * Calls {@code method} with zeros, nulls and empty texts, on an object that no constructor has seen.
     *
     * @return the throwable that the method threw, if any, and the object that it was called on
     */
    static Outcome call(Method method) throws ReflectiveOperationException {
        final Class<?> owner = method.getDeclaringClass();
        // A private lookup from another module may not join the nest.
        final Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        trusted.setAccessible(true);
        final MethodHandles.Lookup lookup = ((MethodHandles.Lookup) trusted.get(null)).in(owner);
        @Nullable Throwable thrown = null;
        try {
            lookup.defineHiddenClass(caller(method, owner), true, MethodHandles.Lookup.ClassOption.NESTMATE);
        } catch (ExceptionInInitializerError e) {
            thrown = e.getException();
        } catch (Error e) {
            thrown = e;
        }
        return new Outcome(thrown, System.getProperties().remove(SELF));
    }

    /**
     * How a call ended.
     *
     * @param self null for a static method
     */
    record Outcome(@Nullable Throwable thrown, @Nullable Object self) {}

    private static byte[] caller(Method method, Class<?> owner) {
        final String ownerName = Type.getInternalName(owner);
        final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL, ownerName + "$RemitSelfTest", null, "java/lang/Object", null);
        final MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        final boolean isStatic = Modifier.isStatic(method.getModifiers());
        if (!isStatic) {
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/System", "getProperties", "()Ljava/util/Properties;", false);
            code.visitLdcInsn(SELF);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
            code.visitLdcInsn(Type.getObjectType(ownerName));
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, UNSAFE, "allocateInstance", "(Ljava/lang/Class;)Ljava/lang/Object;", false);
            code.visitInsn(Opcodes.DUP);
            code.visitVarInsn(Opcodes.ASTORE, 0);
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    "java/util/Properties",
                    "put",
                    "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                    false);
            code.visitInsn(Opcodes.POP);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitTypeInsn(Opcodes.CHECKCAST, ownerName);
        }
        for (Class<?> type : method.getParameterTypes()) {
            if (type == String.class) {
                code.visitLdcInsn("");
            } else {
                code.visitInsn(zero(type));
            }
        }
        code.visitMethodInsn(
                isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL,
                ownerName,
                method.getName(),
                Type.getMethodDescriptor(method),
                false);
        final int size = Type.getReturnType(method).getSize();
        if (size > 0) {
            code.visitInsn(size == 1 ? Opcodes.POP : Opcodes.POP2);
        }
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static int zero(Class<?> type) {
        if (type == long.class) {
            return Opcodes.LCONST_0;
        }
        return type.isPrimitive() ? Opcodes.ICONST_0 : Opcodes.ACONST_NULL;
    }
}
