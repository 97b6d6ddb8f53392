package dev.remit.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.IdentityListener;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.identity.IdentitySource;
import dev.remit.engine.identity.WorkloadEndpoint;
import dev.remit.engine.identity.WorkloadIdentity;
import dev.remit.samples.workloadapi.Authority;
import dev.remit.samples.workloadapi.Entry;
import dev.remit.samples.workloadapi.WorkloadApiServer;
import java.nio.file.Path;
import java.time.Duration;

/** Who a real Workload API says that a workload is. */
public final class AttestedWorkload {
    private AttestedWorkload() {}

    /**
     * The workload's identity, with an SVID for an hour.
     *
     * @param folder where the Workload API's socket may be
     */
    public static WorkloadIdentity identity(Path folder, Authority authority, String spiffeId) throws Exception {
        try (WorkloadApiServer server = new WorkloadApiServer(folder.resolve("agent.sock"), authority)) {
            server.grant(new Entry(spiffeId, "", Duration.ofHours(1)));
            server.start();
            final IdentitySettings settings =
                    new IdentitySettings(WorkloadEndpoint.parse(server.address()), SpiffeId.parse(spiffeId), true, "");
            try (IdentitySource source = new IdentitySource(settings, new Deaf(), new JournalThreads())) {
                final WorkloadIdentity identity = source.start(20_000);
                assertThat(identity.isAttested()).isTrue();
                return identity;
            }
        }
    }

    private static final class Deaf implements IdentityListener {
        @Override
        public void changed(WorkloadIdentity identity) {}

        @Override
        public void failed(Throwable problem) {}
    }
}
