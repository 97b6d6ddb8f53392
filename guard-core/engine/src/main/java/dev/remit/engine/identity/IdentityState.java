package dev.remit.engine.identity;

/** How far an identity is proven, and what that means for calls. */
public enum IdentityState {
    /** No Workload API is configured: calls are made in the configured identity, which nothing proves. */
    CONFIGURED(false),

    /** The Workload API has not given an SVID yet, or can't be reached: calls are made in the configured identity, which nothing proves. */
    WAITING(false),

    /** The Workload API is connected and its SVID is valid: calls are made in the identity that it proves. */
    ATTESTED(true),

    /** The Workload API is lost, but its SVID is still valid: calls go on as attested until it expires. */
    STALE(true),

    /** The SVID has expired before a new one came: calls keep their identity and are no longer attested. */
    EXPIRED(false),

    /** The Workload API says that it has no identity for this process: what it gave before counts no more, at once. */
    DENIED(false),

    /** The Workload API sent what can't be used, or another identity than the expected: calls are not attested until it sends a right one. */
    INVALID(false);

    private final boolean attested;

    IdentityState(boolean attested) {
        this.attested = attested;
    }

    /** Whether calls are attested in it. */
    public boolean isAttested() {
        return attested;
    }
}
