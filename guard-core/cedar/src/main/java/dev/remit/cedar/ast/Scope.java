package dev.remit.cedar.ast;

import java.util.List;

/** What a policy's head asks of the principal, action or resource. Immutable. */
public sealed interface Scope {

    /** No constraint. */
    record Any() implements Scope {}

    /** {@code == uid}. */
    record Equal(EntityUid uid) implements Scope {}

    /** {@code in uid}. */
    record In(EntityUid uid) implements Scope {}

    /** {@code in [uid, …]}, of actions only; an empty list matches nothing. */
    record InAny(List<EntityUid> uids) implements Scope {
        public InAny {
            uids = List.copyOf(uids);
        }
    }

    /** {@code is Type}. */
    record Is(String type) implements Scope {}

    /** {@code is Type in uid}. */
    record IsIn(String type, EntityUid uid) implements Scope {}
}
