package dev.remit.javaagent.premain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method through reflection. From Java 18 on {@code Method.invoke} makes method handles for each shape of a method that it
 * has not seen; the JVM's own reflection, which it falls back to itself while the JVM starts, makes none.
 */
final class ReflectiveCall {
    private static final String NATIVE = "jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor";
    private static final String OBJECTS = "[Ljava/lang/Object;";

    private ReflectiveCall() {}

    /**
     * Calls it.
     *
     * @return what the method threw; null where it threw nothing
     */
    static @Nullable Throwable call(Method method, @Nullable Object self, @Nullable Object[] arguments)
            throws IllegalAccessException {
        final Class<?> accessor;
        try {
            accessor = Class.forName(NATIVE, true, null);
        } catch (ClassNotFoundException before18) {
            return invoke(method, self, arguments);
        }
        final HiddenCode hidden = new HiddenCode(accessor);
        final MethodVisitor code = hidden.code();
        hidden.pushObject();
        code.visitTypeInsn(Opcodes.CHECKCAST, OBJECTS);
        code.visitVarInsn(Opcodes.ASTORE, 0);
        push(code, 0, "java/lang/reflect/Method");
        push(code, 1, "java/lang/Object");
        push(code, 2, OBJECTS);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(accessor),
                "invoke0",
                "(Ljava/lang/reflect/Method;Ljava/lang/Object;" + OBJECTS + ")Ljava/lang/Object;",
                false);
        code.visitInsn(Opcodes.POP);
        final @Nullable Throwable thrown =
                hidden.run(new @Nullable Object[] {method, self, arguments}).thrown();
        return thrown instanceof InvocationTargetException e ? e.getCause() : thrown;
    }

    private static void push(MethodVisitor code, int index, String type) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ICONST_0 + index);
        code.visitInsn(Opcodes.AALOAD);
        code.visitTypeInsn(Opcodes.CHECKCAST, type);
    }

    private static @Nullable Throwable invoke(Method method, @Nullable Object self, @Nullable Object[] arguments)
            throws IllegalAccessException {
        method.setAccessible(true);
        try {
            method.invoke(self, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
