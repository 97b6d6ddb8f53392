package dev.remit.javaagent.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Weaves methods of the JDK with plain ASM: a fraction of the start-up cost of a full advice, which matters here because
 * these classes are woven before {@code main}. Stateless.
 */
final class SinkWeaver {
    /** A local variable past those of any method that we weave; the methods' own frames don't mention it. */
    private static final int SCRATCH = 200;

    static final String GATE = "java/lang/RemitGate";

    private SinkWeaver() {}

    /**
     * Weaves every row that a method of the class matches.
     *
     * @return the woven class, and which rows matched
     */
    static Woven weave(byte[] classFile, List<Row> rows) {
        final ClassReader reader = new ClassReader(classFile);
        final ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        final boolean[] matched = new boolean[rows.size()];
        final List<WovenMethod> methods = new ArrayList<>();
        reader.accept(
                new RowVisitor(writer, reader.getClassName(), rows, matched, methods, callers(classFile, rows)), 0);
        return new Woven(writer.toByteArray(), matched, methods);
    }

    /** For each row the methods that may be its callers, so that all others are copied as they are. */
    private static List<Set<String>> callers(byte[] classFile, List<Row> rows) {
        final List<Set<String>> callers = new ArrayList<>();
        for (Row row : rows) {
            final @Nullable String called = row.sunk().called();
            callers.add(
                    called == null
                            ? Set.of()
                            : ClassFile.of(classFile)
                                    .methodsThatMayCall(row.target(), called.substring(called.lastIndexOf('.') + 1)));
        }
        return callers;
    }

    private static final class RowVisitor extends ClassVisitor {
        private final String owner;
        private final List<Row> rows;
        private final boolean[] matched;
        private final List<WovenMethod> methods;
        private final List<Set<String>> callers;

        RowVisitor(
                ClassVisitor next,
                String owner,
                List<Row> rows,
                boolean[] matched,
                List<WovenMethod> methods,
                List<Set<String>> callers) {
            super(Opcodes.ASM9, next);
            this.methods = methods;
            this.callers = callers;
            this.owner = owner;
            this.rows = rows;
            this.matched = matched;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
                return visitor;
            }
            for (int i = 0; i < rows.size(); i++) {
                final Row row = rows.get(i);
                if (row.target().matches(name, descriptor)) {
                    final @Nullable String called = row.sunk().called();
                    if (called == null) {
                        matched[i] = true;
                        if (row.site().isDecidedSink()) {
                            methods.add(
                                    new WovenMethod(row.id(), name, descriptor, (access & Opcodes.ACC_STATIC) != 0));
                        }
                        visitor = new SinkVisitor(visitor, owner, access, name, descriptor, row);
                    } else if (callers.get(i).contains(name + descriptor)) {
                        visitor = new TakeUpVisitor(visitor, row, called, matched, i);
                    }
                }
            }
            return visitor;
        }
    }

    /** The prologue, an end before each return, and an end for what is thrown. */
    private static final class SinkVisitor extends MethodVisitor {
        private static final String OBJECT = "Ljava/lang/Object;";

        private final String owner;
        private final boolean isStatic;
        private final Type[] arguments;
        private final Type returned;
        private final Row row;
        private final boolean isConstructor;
        private final Label body = new Label();

        SinkVisitor(MethodVisitor next, String owner, int access, String name, String descriptor, Row row) {
            super(Opcodes.ASM9, next);
            this.owner = owner;
            this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
            this.arguments = Type.getArgumentTypes(descriptor);
            this.returned = Type.getReturnType(descriptor);
            this.row = row;
            this.isConstructor = name.equals("<init>");
        }

        @Override
        public void visitCode() {
            super.visitCode();
            final Sunk.Shape shape = row.sunk().shape();
            if (shape == Sunk.Shape.CARRYING) {
                carry();
                return;
            }
            if (shape == Sunk.Shape.RESULT || isConstructor) {
                return;
            }
            if (shape == Sunk.Shape.HAND_OVER) {
                tell();
                return;
            }
            pushCall(true);
            gate("sink", "(I" + OBJECT + OBJECT + OBJECT + ")" + OBJECT);
            if (shape == Sunk.Shape.REPLACING) {
                final Label goOn = new Label();
                visitInsn(Opcodes.DUP);
                super.visitJumpInsn(Opcodes.IFNULL, goOn);
                super.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
                super.visitInsn(Opcodes.ARETURN);
                super.visitLabel(goOn);
                super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Object"});
            }
            super.visitInsn(Opcodes.POP);
            super.visitLabel(body);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN
                    && opcode <= Opcodes.RETURN
                    && row.sunk().shape() != Sunk.Shape.CARRYING) {
                beforeReturn();
            }
            super.visitInsn(opcode);
        }

        private void beforeReturn() {
            if (row.sunk().shape() == Sunk.Shape.HAND_OVER) {
                if (isConstructor) {
                    tell();
                }
                return;
            }
            if (row.sunk().shape() == Sunk.Shape.AROUND) {
                visitNumber(row.id());
                super.visitInsn(Opcodes.ACONST_NULL);
                super.visitInsn(Opcodes.ACONST_NULL);
                gate("end", "(I" + OBJECT + "Ljava/lang/Throwable;)V");
                return;
            }
            // The result stays on the stack below: gate.sinkResult(site, self, first, result).
            final int result = SCRATCH;
            super.visitVarInsn(Opcodes.ASTORE, result);
            pushCall(false);
            super.visitVarInsn(Opcodes.ALOAD, result);
            gate("sinkResult", "(I" + OBJECT + OBJECT + OBJECT + ")" + OBJECT);
            super.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            if (row.sunk().shape() == Sunk.Shape.AROUND || row.sunk().shape() == Sunk.Shape.REPLACING) {
                final Label handler = new Label();
                super.visitTryCatchBlock(body, handler, handler, "java/lang/Throwable");
                super.visitLabel(handler);
                super.visitFrame(Opcodes.F_FULL, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
                final int thrown = SCRATCH;
                super.visitVarInsn(Opcodes.ASTORE, thrown);
                visitNumber(row.id());
                super.visitInsn(Opcodes.ACONST_NULL);
                super.visitVarInsn(Opcodes.ALOAD, thrown);
                gate("end", "(I" + OBJECT + "Ljava/lang/Throwable;)V");
                super.visitVarInsn(Opcodes.ALOAD, thrown);
                super.visitInsn(Opcodes.ATHROW);
            }
            super.visitMaxs(maxStack, maxLocals);
        }

        /** The call's number, {@code this}, and the handed-over objects: fields or numbers if the row says so, else reference arguments. */
        private void pushCall(boolean both) {
            visitNumber(row.id());
            if (isStatic) {
                super.visitInsn(Opcodes.ACONST_NULL);
            } else {
                super.visitVarInsn(Opcodes.ALOAD, 0);
            }
            final List<String> fields = row.sunk().fields();
            for (int i = 0; i < (both ? 2 : 1); i++) {
                if (i == 1 && row.sunk().numbers()) {
                    pushNumbers();
                } else if (!fields.isEmpty()) {
                    pushField(i < fields.size() ? fields.get(i) : null);
                } else {
                    pushArgument(i);
                }
            }
        }

        private void pushField(@Nullable String field) {
            if (field == null) {
                super.visitInsn(Opcodes.ACONST_NULL);
                return;
            }
            final int colon = field.indexOf(':');
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitFieldInsn(Opcodes.GETFIELD, owner, field.substring(0, colon), field.substring(colon + 1));
        }

        /** The {@code wanted}-th argument that is a reference, or null. */
        private void pushArgument(int wanted) {
            int local = isStatic ? 0 : 1;
            int seen = 0;
            for (Type argument : arguments) {
                if (argument.getSort() == Type.OBJECT || argument.getSort() == Type.ARRAY) {
                    if (seen++ == wanted) {
                        super.visitVarInsn(Opcodes.ALOAD, local);
                        return;
                    }
                }
                local += argument.getSize();
            }
            super.visitInsn(Opcodes.ACONST_NULL);
        }

        /** The arguments of type int, in an array. */
        private void pushNumbers() {
            int count = 0;
            for (Type argument : arguments) {
                count += argument.getSort() == Type.INT ? 1 : 0;
            }
            visitNumber(count);
            super.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
            int local = isStatic ? 0 : 1;
            int index = 0;
            for (Type argument : arguments) {
                if (argument.getSort() == Type.INT) {
                    super.visitInsn(Opcodes.DUP);
                    visitNumber(index++);
                    super.visitVarInsn(Opcodes.ILOAD, local);
                    super.visitInsn(Opcodes.IASTORE);
                }
                local += argument.getSize();
            }
        }

        private void visitNumber(int number) {
            super.visitIntInsn(Opcodes.SIPUSH, number);
        }

        /** In place of the last argument. The constructor's own object is none yet, and stays out of it. */
        private void carry() {
            int last = 1;
            for (int i = 0; i < arguments.length - 1; i++) {
                last += arguments[i].getSize();
            }
            final Type type = arguments[arguments.length - 1];
            super.visitVarInsn(Opcodes.ALOAD, last);
            super.visitLdcInsn(type);
            gate("carrying", "(" + OBJECT + "Ljava/lang/Class;)" + OBJECT);
            super.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
            super.visitVarInsn(Opcodes.ASTORE, last);
        }

        private void tell() {
            pushCall(false);
            gate("tell", "(I" + OBJECT + OBJECT + ")V");
        }

        private void gate(String method, String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, GATE, method, descriptor, false);
        }
    }
}
