package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who the workload is at one moment, how far that is proven, and what it proves others by. Whoever reads several of its values reads them of one
 * moment. Immutable.
 */
public final class WorkloadIdentity {
    private final IdentityState state;
    private final String status;
    private final SpiffeId id;
    private final List<Svid> svids;
    private final Map<String, TrustBundle> x509Bundles;
    private final JwtBundles jwtBundles;

    /** @param svids the default one first; none unless the state is an attested one */
    WorkloadIdentity(
            IdentityState state,
            String status,
            SpiffeId id,
            List<Svid> svids,
            Map<String, TrustBundle> x509Bundles,
            JwtBundles jwtBundles) {
        if (state.isAttested() == svids.isEmpty()) {
            throw new IllegalArgumentException("state=" + state + ", svids=" + svids.size());
        }
        this.state = state;
        this.status = status;
        this.id = id;
        this.svids = List.copyOf(svids);
        this.x509Bundles = Map.copyOf(x509Bundles);
        this.jwtBundles = jwtBundles;
    }

    /** An identity that is configured, or derived, and that nothing proves. */
    public static WorkloadIdentity configured(SpiffeId id) {
        return new WorkloadIdentity(
                IdentityState.CONFIGURED,
                id + " is configured and not attested; with " + WorkloadEndpoint.VARIABLE
                        + " set to a Workload API it is proven",
                id,
                List.of(),
                Map.of(),
                JwtBundles.NONE);
    }

    /** How far it is proven. */
    public IdentityState state() {
        return state;
    }

    /** The state in a sentence for a person: what is so, why, and what to do. */
    public String status() {
        return status;
    }

    /** Who it is: the default SVID's ID; what it last was, or the configured one, where there is none. */
    public SpiffeId id() {
        return id;
    }

    /** Whether an SVID that is valid now proves it. */
    public boolean isAttested() {
        return state.isAttested();
    }

    /** As {@code acme.com}. */
    public String trustDomain() {
        return id.trustDomain();
    }

    /** When the default SVID expires, in milliseconds since the epoch; 0 if there is none. */
    public long expiresMs() {
        return svids.isEmpty() ? 0 : svids.get(0).expiresMs();
    }

    /** The default SVID; null unless it is attested. */
    public @Nullable Svid svid() {
        return svids.isEmpty() ? null : svids.get(0);
    }

    /** The SVIDs that are valid now, the default one first; empty unless it is attested. */
    public List<Svid> svids() {
        return svids;
    }

    /** Whose ID is proven now, and until when: in milliseconds since the epoch. */
    public Map<SpiffeId, Long> proven() {
        final Map<SpiffeId, Long> proven = new LinkedHashMap<>();
        for (Svid svid : svids) {
            proven.putIfAbsent(svid.id(), svid.expiresMs());
        }
        return proven;
    }

    /** The SVID with a hint; null if there is none now. */
    public @Nullable Svid svidByHint(String hint) {
        for (Svid svid : svids) {
            if (svid.hint().equals(hint)) {
                return svid;
            }
        }
        return null;
    }

    /** The first SVID with an ID; null if there is none now. */
    public @Nullable Svid svidById(SpiffeId wanted) {
        for (Svid svid : svids) {
            if (svid.id().equals(wanted)) {
                return svid;
            }
        }
        return null;
    }

    /** The X.509 authorities of a trust domain, its own or a federated one; null if there are none. */
    public @Nullable TrustBundle x509Bundle(String ofTrustDomain) {
        return x509Bundles.get(ofTrustDomain);
    }

    /** The X.509 authorities by trust domain. */
    public Map<String, TrustBundle> x509Bundles() {
        return x509Bundles;
    }

    /** What JWT-SVIDs are validated by. */
    public JwtBundles jwtBundles() {
        return jwtBundles;
    }

    /** State and status. */
    @Override
    public String toString() {
        return state + ": " + status;
    }
}
