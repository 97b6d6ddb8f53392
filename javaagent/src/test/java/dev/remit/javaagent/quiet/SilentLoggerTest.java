package dev.remit.javaagent.quiet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Message;
import com.nimbusds.jose.JWSObject;
import io.grpc.Channel;
import io.grpc.internal.GrpcUtil;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.util.MultiChildLoadBalancer;
import io.spiffe.svid.x509svid.X509Svid;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

/** It stands for java.util.logging.Logger in the jar, so whatever a library calls of that has to be there. */
class SilentLoggerTest {
    private static final List<Class<?>> OF_EACH_LIBRARY = List.of(
            Channel.class,
            GrpcUtil.class,
            NettyChannelBuilder.class,
            ClientCalls.class,
            MultiChildLoadBalancer.class,
            X509Svid.class,
            Message.class,
            ImmutableList.class,
            JWSObject.class);

    @Test
    void shouldHaveWhatLibrariesCall() throws IOException, URISyntaxException {
        final Set<String> called = new TreeSet<>();
        for (Class<?> each : OF_EACH_LIBRARY) {
            calledBy(
                    new File(each.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()),
                    called);
        }
        final Set<String> there = Arrays.stream(SilentLogger.class.getMethods())
                .map(SilentLoggerTest::signature)
                .collect(Collectors.toSet());

        assertThat(called).contains("isLoggable(Ljava/util/logging/Level;)Z").isSubsetOf(there);
    }

    private static String signature(Method method) {
        return method.getName()
                + Type.getMethodDescriptor(method)
                        .replace("dev/remit/javaagent/quiet/SilentLogger", "java/util/logging/Logger");
    }

    private static void calledBy(File jar, Set<String> called) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        new ClassReader(in).accept(new Calls(called), ClassReader.SKIP_DEBUG);
                    }
                }
            }
        }
    }

    private static final class Calls extends ClassVisitor {
        private final Set<String> called;

        Calls(Set<String> called) {
            super(Opcodes.ASM9);
            this.called = called;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String callee, String of, boolean isInterface) {
                    if (owner.equals("java/util/logging/Logger")) {
                        called.add(callee + of);
                    }
                }
            };
        }
    }
}
