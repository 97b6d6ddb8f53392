package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class EntityCacheTest {
    private final PolicySnapshot snapshot = Requests.snapshot("permit (principal, action, resource);");

    @Test
    void shouldResolveAnEntityOnce() {
        final GuardedEntity first = snapshot.hosts.get("api.acme.com", "", 443);
        assertThat(snapshot.hosts.get(new String("api.acme.com"), "", 443)).isSameAs(first);
    }

    @Test
    void shouldTellPortsApart() {
        assertThat(snapshot.hosts.get("acme.com", "", 80).uid().id()).isEqualTo("acme.com:80");
        assertThat(snapshot.hosts.get("acme.com", "", 443).uid().id()).isEqualTo("acme.com:443");
    }

    @Test
    void shouldKnowBeforehandWhatAnotherVersionKnew() {
        final PolicySnapshot next = Requests.snapshot("forbid (principal, action, resource);");
        final GuardedEntity old = snapshot.hosts.get("api.acme.com", "", 443);
        next.warm(snapshot);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final GuardedEntity warm = next.hosts.get("api.acme.com", "", 443);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(warm).isNotSameAs(old);
        assertThat(warm.text()).isEqualTo(old.text());
    }

    /** "Aa" and "BB" have the same hash code. */
    @Test
    void shouldTellNamesOfOneHashCodeApart() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        for (int i = 0; i < 3; i++) {
            assertThat(snapshot.tools.get("Aa", "", 0).uid().id()).isEqualTo("Aa");
            assertThat(snapshot.tools.get("BB", "", 0).uid().id()).isEqualTo("BB");
        }
        assertThat(snapshot.secrets.get("aws-sm", "Aa", 0).text()).isEqualTo("Remit::Secret::\"aws-sm/Aa\"");
        assertThat(snapshot.secrets.get("aws-sm", "BB", 0).text()).isEqualTo("Remit::Secret::\"aws-sm/BB\"");
    }

    @Test
    void shouldStayRightWhenMoreNamesComeThanItHolds() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(snapshot.tools.get("tool-" + i, "", 0).uid().id()).isEqualTo("tool-" + i);
            }
        }
    }
}
