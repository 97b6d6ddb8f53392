package dev.remit.javaagent.premain;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Calls a method as compiled code does, even a private one, from within its nest. A method handle would do too, at the price of
 * the whole machinery of method handles before the application's main.
 */
final class DirectCall {
    private static final String UNSAFE = "jdk/internal/misc/Unsafe";

    private DirectCall() {}

    /**
     * Calls {@code method} with zeros, nulls and empty texts, on an object that no constructor has seen.
     *
     * @return what the method threw, if anything, and the object that it was called on, null for a static method
     */
    static HiddenCode.Outcome call(Method method) throws IllegalAccessException {
        final Class<?> owner = method.getDeclaringClass();
        final String ownerName = Type.getInternalName(owner);
        final HiddenCode hidden = new HiddenCode(owner);
        final MethodVisitor code = hidden.code();
        final boolean isStatic = Modifier.isStatic(method.getModifiers());
        if (!isStatic) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
            code.visitLdcInsn(Type.getObjectType(ownerName));
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, UNSAFE, "allocateInstance", "(Ljava/lang/Class;)Ljava/lang/Object;", false);
            code.visitVarInsn(Opcodes.ASTORE, 0);
            hidden.handOut(0);
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
                owner.isInterface());
        final int size = Type.getReturnType(method).getSize();
        if (size > 0) {
            code.visitInsn(size == 1 ? Opcodes.POP : Opcodes.POP2);
        }
        return hidden.run(null);
    }

    private static int zero(Class<?> type) {
        if (type == long.class) {
            return Opcodes.LCONST_0;
        }
        return type.isPrimitive() ? Opcodes.ICONST_0 : Opcodes.ACONST_NULL;
    }
}
