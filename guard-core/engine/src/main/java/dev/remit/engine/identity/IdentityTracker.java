package dev.remit.engine.identity;

import dev.remit.engine.config.SpiffeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is known of an identity, and what each thing that happens makes of it: all transitions between states. One thread at a time. */
final class IdentityTracker {
    private final WorkloadEndpoint endpoint;

    private IdentityState state = IdentityState.WAITING;
    private String why = "it is asked for the first time";
    private SpiffeId id;
    private List<Svid> svids = List.of();
    private Map<String, TrustBundle> x509Bundles = Map.of();
    private JwtBundles jwtBundles = JwtBundles.NONE;
    private long expiredMs;
    private boolean changed;

    IdentityTracker(WorkloadEndpoint endpoint, SpiffeId configured) {
        this.endpoint = endpoint;
        this.id = configured;
    }

    WorkloadEndpoint endpoint() {
        return endpoint;
    }

    /** SVIDs have come. */
    void attested(X509Update update) {
        svids = update.svids();
        id = svids.get(0).id();
        x509Bundles = update.bundles();
        expiredMs = 0;
        to(IdentityState.ATTESTED, "");
        changed = true;
    }

    /** What JWT-SVIDs are validated by has come. */
    void trusted(JwtBundles bundles) {
        jwtBundles = bundles;
        changed = true;
    }

    /** The API is not there, or not any more. What it gave is valid as long as it says. */
    void lost(String reason) {
        if (!svids.isEmpty()) {
            to(IdentityState.STALE, reason);
        } else {
            to(expiredMs > 0 ? IdentityState.EXPIRED : IdentityState.WAITING, reason);
        }
    }

    /** The API takes back what it gave (SPIFFE Workload API, section 5.2.1). */
    void denied(String reason) {
        drop();
        x509Bundles = Map.of();
        jwtBundles = JwtBundles.NONE;
        to(IdentityState.DENIED, reason);
    }

    /** What the API sent last is not to be used; what it sent before is no longer its word. */
    void invalid(String reason) {
        drop();
        to(IdentityState.INVALID, reason);
    }

    /** Time has passed. */
    void tick(long nowMs) {
        if (svids.isEmpty() || nextExpiryMs() > nowMs) {
            return;
        }
        if (svids.get(0).expiresMs() <= nowMs) {
            expiredMs = svids.get(0).expiresMs();
            svids = List.of();
            to(IdentityState.EXPIRED, state == IdentityState.ATTESTED ? "it has sent none" : why);
        } else {
            List<Svid> valid = new ArrayList<>(svids);
            valid.removeIf(svid -> svid.expiresMs() <= nowMs);
            svids = List.copyOf(valid);
        }
        changed = true;
    }

    /** When an SVID expires next, in milliseconds since the epoch; {@link Long#MAX_VALUE} for never. */
    long nextExpiryMs() {
        long next = Long.MAX_VALUE;
        for (Svid svid : svids) {
            next = Math.min(next, svid.expiresMs());
        }
        return next;
    }

    IdentityState state() {
        return state;
    }

    /** Whether something has changed since it was asked last. */
    boolean hasChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    WorkloadIdentity identity() {
        return new WorkloadIdentity(state, status(), id, svids, x509Bundles, jwtBundles);
    }

    private void drop() {
        svids = List.of();
        expiredMs = 0;
    }

    private void to(IdentityState next, String reason) {
        changed |= state != next || !why.equals(reason);
        state = next;
        why = reason;
    }

    private String status() {
        return switch (state) {
            case ATTESTED -> id + " is attested by " + endpoint + " until " + until();
            case STALE -> id + " is attested until " + until() + ", but " + endpoint + " is lost: " + why;
            case EXPIRED ->
                id + " is attested no longer: its SVID expired at " + Instant.ofEpochMilli(expiredMs) + ", and "
                        + endpoint + " gave no other: " + why;
            case DENIED ->
                id + " is not attested: " + endpoint + " has no identity for this process (" + why
                        + "); make a registration entry whose selectors match it";
            case INVALID -> id + " is not attested: what " + endpoint + " sent can't be used: " + why;
            default -> id + " is not attested: " + endpoint + " has given no SVID: " + why;
        };
    }

    private Instant until() {
        return Instant.ofEpochMilli(svids.get(0).expiresMs());
    }
}
