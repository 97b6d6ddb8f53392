package dev.remit.javaagent.enforce;

import java.io.IOException;
import java.io.InputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Loads the guard anew, with a {@linkplain FaultPoints#point point} at the beginning of each method, before each call
 * of what is not the guard's, and before each allocation. What a caller that fails would leave behind, a callee that fails at its first
 * instruction leaves, too.
 */
final class FaultLoader extends ClassLoader {
    private static final String POINTS = FaultPoints.class.getName();
    private static final String TESTS = "dev.remit.javaagent.enforce.";

    FaultLoader() {
        super(FaultLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.remit.") || name.equals(POINTS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            final byte[] plain = in.readAllBytes();
            final byte[] bytes = isTest(name) ? plain : pointed(plain);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static boolean isTest(String name) {
        return name.startsWith(TESTS + "FaultRuns") || name.startsWith(TESTS + "TestGuard");
    }

    private static byte[] pointed(byte[] plain) {
        final ClassReader reader = new ClassReader(plain);
        final ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        final MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        // A class whose initializer fails is lost for good: that is no fault that passes.
                        return name.equals("<clinit>")
                                ? next
                                : new Pointing(next, isDoor(reader.getClassName(), access, name));
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** What woven code and libraries call, and what that does nothing but call: where it fails at once, it is the caller that has failed, and nothing was done. */
    private static boolean isDoor(String owner, int access, String method) {
        final String name = owner.substring(owner.lastIndexOf('/') + 1);
        return switch (name) {
            case "EnforcementPoint" -> (access & Opcodes.ACC_PUBLIC) != 0;
            case "AgentWork",
                    "ToolCalls",
                    "NetworkCalls",
                    "SecretFetches",
                    "CarriedWork",
                    "PendingCalls",
                    "TiedCalls",
                    "TaskRequests" -> (access & Opcodes.ACC_PRIVATE) == 0 || method.equals("asked");
            case "DelegatedRequests" -> method.equals("serve") || method.equals("token");
            case "CallEnds" -> method.equals("end");
            case "LearnedSecrets" -> method.equals("learn");
            case "Sinks" -> method.equals("tell") || method.equals("enter") || method.equals("result");
            default -> (access & Opcodes.ACC_PUBLIC) != 0 && (name.startsWith("Pending") || name.equals("Subscribed"));
        };
    }

    private static final class Pointing extends MethodVisitor {
        private final boolean door;

        Pointing(MethodVisitor next, boolean door) {
            super(Opcodes.ASM9, next);
            this.door = door;
        }

        private void point() {
            super.visitLdcInsn(FaultPoints.place());
            super.visitMethodInsn(Opcodes.INVOKESTATIC, POINTS.replace('.', '/'), "point", "(I)V", false);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (!door) {
                point();
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            // What calls a library's own callback fails as that does.
            if (!owner.startsWith("dev/remit/")
                    && !name.equals("<init>")
                    && !owner.equals("java/lang/reflect/Method")) {
                point();
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle factory, Object... arguments) {
            if (!door) {
                point();
            }
            super.visitInvokeDynamicInsn(name, descriptor, factory, arguments);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY) {
                // Behind it: the frames of the class file say where an object was made that is none yet.
                point();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                point();
            }
            super.visitIntInsn(opcode, operand);
        }
    }
}
