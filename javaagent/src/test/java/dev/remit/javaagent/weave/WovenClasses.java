package dev.remit.javaagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/** Class files, and classes that were woven and are loaded and verified by the JVM. */
final class WovenClasses {
    private WovenClasses() {}

    static byte[] classFile(Class<?> type) throws IOException {
        final String file = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getModule().isNamed()
                ? type.getModule().getResourceAsStream(file)
                : type.getClassLoader().getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }

    /** Loads woven code; what it calls is the {@link RecordingGate}, and nothing else of it is changed. */
    static Class<?> load(String name, byte[] woven) throws Exception {
        final ClassWriter writer = new ClassWriter(0);
        new ClassReader(woven)
                .accept(
                        new ClassRemapper(
                                writer,
                                new SimpleRemapper(
                                        Opcodes.ASM9,
                                        "java/lang/RemitGate",
                                        RecordingGate.class.getName().replace('.', '/'))),
                        0);
        final byte[] classFile = writer.toByteArray();
        // Initialised, so that it is verified.
        return Class.forName(name, true, new ClassLoader(WovenClasses.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
                if (!wanted.equals(name)) {
                    return super.loadClass(wanted, resolve);
                }
                final Class<?> loaded = findLoadedClass(name);
                return loaded == null ? defineClass(name, classFile, 0, classFile.length) : loaded;
            }
        });
    }

    /** Calls the method of that name. */
    static Object call(Object self, Class<?> type, String name, Object... arguments) throws Throwable {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && !method.isBridge()) {
                try {
                    return method.invoke(self, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        throw new NoSuchMethodException(name);
    }
}
