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

    /** {@code == ?principal} or {@code == ?resource}, in a template. */
    record EqualSlot() implements Scope {}

    /** {@code in ?principal} or {@code in ?resource}, in a template. */
    record InSlot() implements Scope {}

    /** {@code is Type in ?principal} or {@code is Type in ?resource}, in a template. */
    record IsInSlot(String type) implements Scope {}

    /** The whole part as policies write it: {@code principal is User in Group::"staff"}. */
    default String text(Var part) {
        if (this instanceof Equal equal) {
            return part + " == " + equal.uid;
        }
        if (this instanceof In in) {
            return part + " in " + in.uid;
        }
        if (this instanceof InAny in) {
            return part + " in " + in.uids;
        }
        if (this instanceof Is is) {
            return part + " is " + is.type;
        }
        if (this instanceof IsIn is) {
            return part + " is " + is.type + " in " + is.uid;
        }
        if (this instanceof EqualSlot) {
            return part + " == ?" + part;
        }
        if (this instanceof InSlot) {
            return part + " in ?" + part;
        }
        return this instanceof IsInSlot slot ? part + " is " + slot.type + " in ?" + part : part.toString();
    }

    /** Whether a link must say which entity is meant. */
    default boolean hasSlot() {
        return this instanceof EqualSlot || this instanceof InSlot || this instanceof IsInSlot;
    }

    /** With the entity in the slot's place; itself where it has no slot. */
    default Scope with(EntityUid uid) {
        if (this instanceof EqualSlot) {
            return new Equal(uid);
        }
        if (this instanceof InSlot) {
            return new In(uid);
        }
        return this instanceof IsInSlot slot ? new IsIn(slot.type, uid) : this;
    }
}
