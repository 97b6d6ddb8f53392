package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Twice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Under a security manager, in the versions that have one. */
@EnabledForJreRange(max = JRE.JAVA_23)
class SecurityManagerIT {
    private static final String[] WAYS = {"jdk", "urlconnection", "socket", "file", "tool", "thread"};

    @TempDir
    Path folder;

    /**
     * Child processes are left out: the JDK itself then does not tell the application why one was not started. The policy that {@code docs/operating.md} shows: everything to remit.jar, and to the application what it
     * needs itself.
     */
    @Test
    void shouldGuardWhatASecurityPolicyPermits() throws Exception {
        try (TwiceRun twice = new TwiceRun(folder)) {
            final GuardedJvm.Result result = twice.jvm(twice.agent(), "-Djava.security.manager")
                    .file("security.policy", """
                            grant codeBase "file:%s" {
                                permission java.security.AllPermission;
                            };
                            grant codeBase "jrt:/java.net.http" {
                                permission java.util.PropertyPermission "*", "read,write";
                            };
                            grant {
                                permission java.net.SocketPermission "localhost", "connect,resolve";
                                permission java.net.SocketPermission "127.0.0.1", "connect,resolve";
                                permission java.net.URLPermission "http://localhost:*/-", "*:*";
                                permission java.net.URLPermission "http://127.0.0.1:*/-", "*:*";
                                permission java.io.FilePermission "%s/secrets/*", "read";
                            };
                            """.formatted(GuardedJvm.jar(), folder))
                    .flag("-Djava.security.policy==" + folder.resolve("security.policy"))
                    .run(Twice.class, twice.arguments(WAYS));

            assertThat(result.errLines())
                    .allMatch(line -> line.startsWith("WARNING: ") && line.contains("Security Manager"));
            twice.assertGuarded(result, WAYS);
        }
    }
}
