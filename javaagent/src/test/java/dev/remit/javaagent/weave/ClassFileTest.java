package dev.remit.javaagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class ClassFileTest {
    private static byte[][][] words(String... words) {
        final byte[][][] byLength = new byte[32][][];
        for (String word : words) {
            byLength[word.length()] = new byte[][] {word.getBytes(StandardCharsets.UTF_8)};
        }
        return byLength;
    }

    @Test
    void shouldFindWholeWordsInTheConstantPool() throws Exception {
        final byte[] guarded = WovenClasses.classFile(Guarded.class);
        assertThat(ClassFile.mentions(guarded, words("callHidden"))).isTrue();
        assertThat(ClassFile.mentions(guarded, words("absent", "callHidden"))).isTrue();
        assertThat(ClassFile.mentions(guarded, words("callHidde"))).isFalse();
        assertThat(ClassFile.mentions(guarded, words("CallHidden"))).isFalse();
        assertThat(ClassFile.mentions(guarded, words())).isFalse();
    }

    @Test
    void shouldKnowTheTopOfAllClasses() throws Exception {
        assertThat(ClassFile.of(WovenClasses.classFile(Object.class)).superName())
                .isNull();
    }

    @Test
    void shouldReadWhatASecondReaderReads() throws Exception {
        int classes = 0;
        try (Stream<Path> files =
                Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base/java/util"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                compare(Files.readAllBytes(file));
                classes++;
            }
        }
        assertThat(classes).isGreaterThan(500);
    }

    private static void compare(byte[] bytes) {
        final ClassFile mine = ClassFile.of(bytes);
        final ClassReader other = new ClassReader(bytes);
        assertThat(mine.superName()).isEqualTo(other.getSuperName());
        assertThat(mine.interfaces()).containsExactly(other.getInterfaces());
        final List<String> methods = new ArrayList<>();
        other.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        methods.add(name);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE);
        for (String method : methods) {
            assertThat(mine.declares(target(method)))
                    .as(other.getClassName() + "." + method)
                    .isTrue();
        }
        assertThat(mine.declares(target("absentFromAll"))).isFalse();
    }

    private static Target target(String method) {
        return Target.anyOf("Any", method);
    }
}
