package dev.remit.javaagent.enforce;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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

    private final boolean memory;
    private final List<String> prefixes;
    private final String pointed;

    /** Points wherever anything may fail. */
    FaultLoader() {
        this(false, List.of(), "dev.remit.");
    }

    /**
     * Points, perhaps, only where memory may be taken.
     *
     * @param libraries what the names of further classes begin with that are loaded anew
     * @param pointed what the names of those begin with that get points
     */
    FaultLoader(boolean memory, List<String> libraries, String pointed) {
        super(FaultLoader.class.getClassLoader());
        this.memory = memory;
        this.prefixes = libraries;
        this.pointed = pointed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!(name.startsWith("dev.remit.") || prefixes.stream().anyMatch(name::startsWith)) || name.equals(POINTS)) {
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
            final byte[] bytes = isTest(name) || !name.startsWith(pointed) ? plain : pointed(plain);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static boolean isTest(String name) {
        return name.startsWith(TESTS + "FaultRuns") || name.startsWith(TESTS + "TestGuard");
    }

    private byte[] pointed(byte[] plain) {
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
                                : new Pointing(next, memory, isDoor(reader.getClassName(), access, name));
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
        private final boolean memory;
        private final boolean door;

        Pointing(MethodVisitor next, boolean memory, boolean door) {
            super(Opcodes.ASM9, next);
            this.memory = memory;
            this.door = door;
        }

        private void point() {
            super.visitLdcInsn(FaultPoints.place());
            super.visitMethodInsn(Opcodes.INVOKESTATIC, POINTS.replace('.', '/'), "point", "(I)V", false);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (!door && !memory) {
                point();
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            // What calls a library's own callback fails as that does.
            if (!owner.startsWith("dev/remit/")
                    && !name.equals("<init>")
                    && !owner.equals("java/lang/reflect/Method")
                    && !(memory && takesNone(owner, name))) {
                point();
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }

        /** What the JVM does without memory, and other code that has points of its own or is known to take none. */
        private static boolean takesNone(String owner, String name) {
            return owner.startsWith("org/agrona/concurrent/")
                    || owner.startsWith("net/openhft/")
                    || owner.equals("sun/misc/Unsafe")
                    || owner.equals("java/util/concurrent/locks/LockSupport")
                    || owner.startsWith("java/util/concurrent/atomic/")
                    || owner.startsWith("java/lang/ref/")
                    || owner.equals("java/lang/Math")
                    || owner.equals("java/lang/Throwable")
                    || owner.equals("java/util/Arrays") && !name.startsWith("copy")
                    || owner.equals("java/lang/System") && (name.equals("nanoTime") || name.equals("arraycopy"))
                    || owner.equals("java/lang/Thread") && (name.equals("interrupted") || name.equals("currentThread"))
                    || name.equals("ordinal")
                    || name.equals("length")
                    || name.equals("isEmpty")
                    || name.equals("size");
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
