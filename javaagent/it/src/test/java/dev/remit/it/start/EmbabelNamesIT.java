package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * Embabel's advice is compiled against declarations of our own, {@code javaagent/src/stubs}: they are to say what is so. On every JDK, for
 * its class files are only read here.
 */
class EmbabelNamesIT {
    private static final File LIBRARIES = new File("target/embabel");

    @Test
    void shouldNameNothingOfEmbabelButWhatThereIs() throws Exception {
        final Set<String> named = new TreeSet<>();
        // What is packed into remit.jar, before it is.
        try (JarFile jar =
                new JarFile(GuardedJvm.jar().resolveSibling("inner.jar").toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().matches(".*/hooks/embabel/EmbabelHook\\$.*\\.class")) {
                    new ClassReader(jar.getInputStream(entry).readAllBytes()).accept(new Members(named), 0);
                }
                assertThat(entry.getName()).doesNotContain("com/embabel");
            }
        }
        assertThat(named)
                .contains(
                        "com/embabel/agent/api/tool/Tool getDefinition()Lcom/embabel/agent/api/tool/Tool$Definition;");
        final List<URL> urls = new ArrayList<>();
        for (File jar : Objects.requireNonNull(LIBRARIES.listFiles(), "made by the build: " + LIBRARIES)) {
            urls.add(jar.toURI().toURL());
        }
        try (URLClassLoader libraries = new URLClassLoader(urls.toArray(new URL[0]), null)) {
            for (String member : named) {
                final String[] parts = member.split(" ");
                assertThat(
                                parts.length == 1
                                        ? libraries.getResource(parts[0] + ".class") != null
                                        : isThere(libraries, parts[0], parts[1]))
                        .as(member)
                        .isTrue();
            }
        }
    }

    private static boolean isThere(URLClassLoader libraries, String owner, String member) throws IOException {
        try (InputStream in = libraries.getResourceAsStream(owner + ".class")) {
            if (in == null) {
                return false;
            }
            final boolean[] found = {false};
            final ClassReader reader = new ClassReader(in.readAllBytes());
            reader.accept(
                    new ClassVisitor(Opcodes.ASM9) {
                        @Override
                        public MethodVisitor visitMethod(
                                int access, String name, String descriptor, String signature, String[] exceptions) {
                            found[0] |= (name + descriptor).equals(member) && (access & Opcodes.ACC_PUBLIC) != 0;
                            return null;
                        }
                    },
                    ClassReader.SKIP_CODE);
            for (String above : reader.getInterfaces()) {
                found[0] |= isThere(libraries, above, member);
            }
            return found[0];
        }
    }

    /** Gathers what code names of Embabel: types, and methods behind their type. */
    private static final class Members extends ClassVisitor {
        private final Set<String> named;

        Members(Set<String> named) {
            super(Opcodes.ASM9);
            this.named = named;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitTypeInsn(int opcode, String type) {
                    if (type.startsWith("com/embabel/")) {
                        named.add(type);
                    }
                }

                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                    if (owner.startsWith("com/embabel/")) {
                        named.add(owner + ' ' + called + calledDescriptor);
                    }
                }
            };
        }
    }
}
