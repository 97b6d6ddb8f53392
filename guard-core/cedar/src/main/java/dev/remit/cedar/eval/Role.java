package dev.remit.cedar.eval;

/** What an entity is in a request. */
enum Role {
    PRINCIPAL,
    ACTION,
    RESOURCE;

    /** What a policy's head asks of the one in this role. */
    ScopeTest scope(CompiledPolicy policy) {
        if (this == PRINCIPAL) {
            return policy.principal();
        }
        return this == ACTION ? policy.action() : policy.resource();
    }

    /** The entity that has this role in a request. */
    ResolvedEntity party(RequestFrame frame) {
        if (this == PRINCIPAL) {
            return frame.principal();
        }
        return this == ACTION ? frame.action() : frame.resource();
    }
}
