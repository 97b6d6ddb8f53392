package dev.remit.it.app;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.Socket;
import java.net.http.HttpClient;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Another javaagent. Given {@code before}, it loads and uses what the guard guards; each time that it is given it adds a field and a method to
 * classes that are loaded later; and when it is told to, it brings the classes of the class files back and transforms them anew.
 */
public final class Meddler implements ClassFileTransformer {
    private static final List<String> GUARDED = List.of(
            "java.io.FileInputStream",
            "java.lang.ProcessImpl",
            "sun.nio.ch.SocketChannelImpl",
            "sun.nio.ch.NioSocketImpl",
            "sun.net.www.protocol.http.HttpURLConnection",
            "jdk.internal.net.http.MultiExchange",
            "jdk.internal.net.http.Exchange",
            "jdk.internal.net.http.PlainHttpConnection",
            "okhttp3.internal.http.CallServerInterceptor",
            "dev.remit.it.app.Twice$Desk");
    private static final Set<String> LATER =
            Set.of("dev/remit/it/app/Twice", "okhttp3/internal/http/BridgeInterceptor");

    private static Instrumentation instrumentation;

    private final String name;

    private Meddler(String name) {
        this.name = name;
    }

    /** Called by the JVM, for each of its flags. */
    public static void premain(String arguments, Instrumentation given) throws Exception {
        instrumentation = given;
        if (arguments.equals("before")) {
            for (String guarded : GUARDED) {
                Class.forName(guarded);
            }
            HttpClient.newHttpClient();
            new Socket().close();
            new FileInputStream("/dev/null").close();
        }
        given.addTransformer(new Meddler(arguments), true);
    }

    /** Redefines and retransforms. */
    static String meddle() throws Exception {
        final List<ClassDefinition> originals = new ArrayList<>();
        final List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (GUARDED.contains(type.getName())
                    || LATER.contains(type.getName().replace('.', '/'))) {
                loaded.add(type);
                originals.add(new ClassDefinition(type, file(type)));
            }
        }
        for (int i = 0; i < 2; i++) {
            instrumentation.redefineClasses(originals.toArray(new ClassDefinition[0]));
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        }
        return Arrays.stream(Twice.class.getDeclaredFields())
                        .filter(field -> field.getName().startsWith("meddled"))
                        .count()
                + "+" + loaded.size();
    }

    private static byte[] file(Class<?> type) throws IOException {
        try (InputStream in =
                type.getResourceAsStream(type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String className, Class<?> redefined, ProtectionDomain domain, byte[] classFile) {
        if (!LATER.contains(className)) {
            return null;
        }
        final ClassReader reader = new ClassReader(classFile);
        final ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visitEnd() {
                        visitField(Opcodes.ACC_PRIVATE, "meddled" + name, "I", null, null)
                                .visitEnd();
                        final MethodVisitor code = visitMethod(Opcodes.ACC_PRIVATE, "meddle" + name, "()V", null, null);
                        code.visitCode();
                        code.visitInsn(Opcodes.RETURN);
                        code.visitMaxs(0, 1);
                        code.visitEnd();
                        super.visitEnd();
                    }
                },
                0);
        return writer.toByteArray();
    }
}
