package dev.remit.javaagent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkToolTest {
    @ParameterizedTest(name = "[{index}] {1}")
    @CsvSource({
        "jdk.compiler, jdk.compiler/com.sun.tools.javac.Main -d out A.java, true",
        "jdk.jcmd, jdk.jcmd/sun.tools.jcmd.JCmd 17, true",
        "jdk.jartool, jdk.jartool/sun.tools.jar.Main -tf app.jar, true",
        "java.base, java.base/sun.security.tools.keytool.Main -list, true",
        "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.Main App.java, false",
        "jdk.compiler, jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher App.java, false",
        "jdk.jshell, jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider, false",
        "jdk.httpserver, jdk.httpserver/sun.net.httpserver.simpleserver.Main, false",
        "com.acme.app, com.acme.app/com.acme.Main, false",
        ", com.acme.Main, false",
        ", app.jar, false",
        "jdk.compiler, , false",
    })
    void shouldTellTheJdksToolsFromApplications(String module, String command, boolean tool) {
        assertThat(JdkTool.isTool(module, command)).isEqualTo(tool);
    }

    @Test
    void shouldNotTakeThisJvmForATool() {
        assertThat(JdkTool.isRunning()).isFalse();
    }
}
