package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.acme.Support | com.acme.Support",
                "com.acme.Support --in a.jar | com.acme.Support",
                "com.acme.Outer$Main x | com.acme.Outer-Main",
                "acme.module/com.acme.Support | com.acme.Support",
                "support.jar | support",
                "/opt/acme/support.jar -x /tmp/y | support",
                "/opt/acme/support-1.2.3-SNAPSHOT.jar | support",
                "/opt/acme/support-agent-2.jar | support-agent",
                "/opt/my apps/support desk.jar --port 80 | support-desk",
                "C:\\apps\\support.JAR | support",
                "/opt/1-2.jar | 1",
                "/opt/..jar | application",
                "'' | application",
                "' ' | application",
                "/ | application",
            })
    void shouldNameTheApplicationAfterItsMainClassOrJar(String command, String expected) {
        assertThat(ApplicationName.of(command)).isEqualTo(expected);
        SpiffeId.parse("spiffe://localhost/" + expected);
    }

    @Test
    void shouldNameAnApplicationThatAnotherLauncherStarted() {
        assertThat(ApplicationName.of(null)).isEqualTo("application");
        assertThat(ApplicationName.of("x".repeat(5_000))).hasSize(200);
    }
}
