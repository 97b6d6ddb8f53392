package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.identity.Identities;
import dev.remit.javaagent.AttestedWorkload;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import dev.remit.samples.workloadapi.Authority;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which open call's request takes its task along, with an SVID that a real Workload API gives out. */
@Timeout(60)
class DelegatedRequestsTest {
    private static final int OUTER = 0;
    private static final int INNER = 1;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private TestGuard guard;
    private EnforcementPoint point;

    @BeforeEach
    void openGuard() throws Exception {
        final RemitConfig config = ConfigLoader.load(null, Map.of("REMIT_DELEGATION_HOSTS", "worker.acme.com:443"));
        guard = new TestGuard(folder, Mode.OBSERVE, "permit (principal, action, resource);");
        point = guard.enforcement;
        point.delegate(new Delegations(config.delegationHosts(), config.delegationAudience()));
        point.actAs(Identities.of(
                AttestedWorkload.identity(elsewhere, new Authority("example.org"), TestGuard.SPIFFE_ID),
                List.of(),
                false));
        point.serve(List.of(site(), site()));
    }

    @AfterEach
    void closeGuard() {
        guard.close();
    }

    @Test
    void shouldGoAlongToADelegationHostAlone() {
        final Object task = openTask();

        get(OUTER, "worker.acme.com");
        assertThat(point.taskToken(OUTER)).isNotNull();
        get(INNER, "evil.org");
        assertThat(point.taskToken(INNER)).isNull();
        point.end(INNER, null, null);
        assertThat(point.taskToken(OUTER)).isNotNull();
        point.end(OUTER, null, null);
        assertThat(point.taskToken(OUTER)).isNull();
        point.closeTask(task);
    }

    /** A request that the guard failed to look at may go anywhere: it is no part of the one that it is made within. */
    @Test
    void shouldNotGoAlongWhereTheGuardFailed() {
        final Object task = openTask();

        get(OUTER, "worker.acme.com");
        point.sink(INNER, null, null, null);
        assertThat(point.taskToken(INNER)).isNull();
        point.end(INNER, null, null);
        assertThat(point.taskToken(OUTER)).isNotNull();
        point.end(OUTER, null, null);
        point.closeTask(task);
    }

    private Object openTask() {
        return point.openTask("refund", "user:alice", 60_000, null, null, null);
    }

    private void get(int site, String host) {
        assertThat(point.http(site, new Object(), "GET", "https", host, 443, "https://" + host + "/"))
                .isNull();
    }

    private static CallSite site() {
        return new CallSite(Category.HTTP, Target.anyOf("Any", "any"), Sunk.replacing((site, self, first, second) -> {
            throw new IllegalStateException("broken on purpose");
        }));
    }
}
