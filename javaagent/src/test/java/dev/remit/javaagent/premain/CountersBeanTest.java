package dev.remit.javaagent.premain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Verdict;
import dev.remit.javaagent.enforce.Problems;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CountersBeanTest {
    @TempDir
    Path folder;

    @Test
    void shouldShowTheCountersAndNothingElseOfOurs() throws Exception {
        final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        final ObjectName name = new ObjectName("dev.remit:type=Counters");
        try (Recorder recorder = Recorder.open(AuditSettings.of(folder.toFile()))) {
            new CountersBean.Later(folder.toFile(), new Problems()).run();
            final DecisionEntry decision = new DecisionEntry();
            decision.verdict = Verdict.DENY;
            assertThat(recorder.decision(decision)).isTrue();
            while (!server.getAttribute(name, "DecisionsDenied").equals(1L)) {
                Thread.sleep(5);
            }
            assertThat(server.getAttribute(name, "RingCapacityBytes")).isEqualTo(8388608L);
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .hasSizeGreaterThan(10)
                    .allMatch(a -> !a.isWritable());
            assertThat(server.getAttributes(name, new String[] {"DecisionsDenied", "Nothing"}))
                    .hasSize(1);
            assertThatThrownBy(() -> server.getAttribute(name, "Nothing"))
                    .isInstanceOf(AttributeNotFoundException.class);
            assertThat(server.getClassLoaderFor(name)).isNotEqualTo(CountersBean.class.getClassLoader());
        } finally {
            server.unregisterMBean(name);
        }
    }
}
