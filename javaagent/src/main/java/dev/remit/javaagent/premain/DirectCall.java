package dev.remit.javaagent.premain;

import dev.remit.javaagent.weave.WovenMethod;
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
     * Calls the method of {@code owner} with zeros, nulls and empty texts, on an object that no constructor has seen.
     *
     * @return what the method threw, if anything, and the object that it was called on, null for a static method
     */
    static HiddenCode.Outcome call(Class<?> owner, WovenMethod method) throws IllegalAccessException {
        final String ownerName = Type.getInternalName(owner);
        final HiddenCode hidden = new HiddenCode(owner);
        final MethodVisitor code = hidden.code();
        if (!method.isStatic()) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
            code.visitLdcInsn(Type.getObjectType(ownerName));
            code.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, UNSAFE, "allocateInstance", "(Ljava/lang/Class;)Ljava/lang/Object;", false);
            code.visitVarInsn(Opcodes.ASTORE, 0);
            hidden.handOut(0);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitTypeInsn(Opcodes.CHECKCAST, ownerName);
        }
        for (Type type : Type.getArgumentTypes(method.descriptor())) {
            if (type.getDescriptor().equals("Ljava/lang/String;")) {
                code.visitLdcInsn("");
            } else {
                code.visitInsn(zero(type));
            }
        }
        code.visitMethodInsn(
                method.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL,
                ownerName,
                method.name(),
                method.descriptor(),
                owner.isInterface());
        final int size = Type.getReturnType(method.descriptor()).getSize();
        if (size > 0) {
            code.visitInsn(size == 1 ? Opcodes.POP : Opcodes.POP2);
        }
        return hidden.run(null);
    }

    private static int zero(Type type) {
        return switch (type.getSort()) {
            case Type.LONG -> Opcodes.LCONST_0;
            case Type.OBJECT, Type.ARRAY -> Opcodes.ACONST_NULL;
            default -> Opcodes.ICONST_0;
        };
    }
}
