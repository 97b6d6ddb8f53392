package dev.remit.javaagent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * A sink call before, and an end after, each call of one method: the object that it is called on stands for work that was handed
 * over. The method itself is left alone, because who calls it directly does its own work.
 */
final class TakeUpVisitor extends MethodVisitor {
    private final Row row;
    private final @Nullable String owner;
    private final String name;
    private final boolean[] matched;
    private final int index;
    private final List<Protected> ours = new ArrayList<>();
    private final List<Protected> theirs = new ArrayList<>();

    /** @param called as in {@link Sunk#called} */
    TakeUpVisitor(MethodVisitor next, Row row, String called, boolean[] matched, int index) {
        super(Opcodes.ASM9, next);
        this.row = row;
        this.matched = matched;
        this.index = index;
        final int dot = called.lastIndexOf('.');
        this.owner = dot < 0 ? null : called.substring(0, dot);
        this.name = called.substring(dot + 1);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        // Ours lie within theirs and must come before them.
        theirs.add(new Protected(start, end, handler, type));
    }

    @Override
    public void visitMethodInsn(int opcode, String callee, String method, String descriptor, boolean isInterface) {
        if (!method.equals(name) || (owner != null && !callee.equals(owner))) {
            super.visitMethodInsn(opcode, callee, method, descriptor, isInterface);
            return;
        }
        matched[index] = true;
        if (Type.getArgumentTypes(descriptor).length == 0) {
            super.visitInsn(Opcodes.DUP);
        } else {
            super.visitInsn(Opcodes.DUP2);
            super.visitInsn(Opcodes.POP);
        }
        super.visitIntInsn(Opcodes.SIPUSH, row.id());
        super.visitInsn(Opcodes.SWAP);
        super.visitInsn(Opcodes.ACONST_NULL);
        super.visitMethodInsn(
                Opcodes.INVOKESTATIC, SinkWeaver.GATE, "tell", "(ILjava/lang/Object;Ljava/lang/Object;)V", false);
        final Protected call = new Protected(new Label(), new Label(), new Label(), "java/lang/Throwable");
        super.visitLabel(call.start);
        super.visitMethodInsn(opcode, callee, method, descriptor, isInterface);
        super.visitLabel(call.end);
        end();
        ours.add(call);
    }

    private void end() {
        super.visitIntInsn(Opcodes.SIPUSH, row.id());
        super.visitInsn(Opcodes.ACONST_NULL);
        super.visitInsn(Opcodes.ACONST_NULL);
        super.visitMethodInsn(
                Opcodes.INVOKESTATIC, SinkWeaver.GATE, "end", "(ILjava/lang/Object;Ljava/lang/Throwable;)V", false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        for (Protected call : ours) {
            super.visitLabel(call.handler);
            super.visitFrame(Opcodes.F_FULL, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
            end();
            super.visitInsn(Opcodes.ATHROW);
        }
        for (Protected call : ours) {
            super.visitTryCatchBlock(call.start, call.end, call.handler, call.type);
        }
        for (Protected call : theirs) {
            super.visitTryCatchBlock(call.start, call.end, call.handler, call.type);
        }
        super.visitMaxs(maxStack, maxLocals);
    }

    private record Protected(
            Label start, Label end, Label handler, @Nullable String type) {}
}
