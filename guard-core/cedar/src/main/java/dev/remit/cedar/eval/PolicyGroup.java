package dev.remit.cedar.eval;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Policies that a request may satisfy the heads of. Where there are many, they are filed further under what they ask of the other roles.
 * Immutable, shared by all entities that bring it into question.
 */
final class PolicyGroup {
    private static final CompiledPolicy[] NO_POLICIES = {};
    private static final PolicyGroup[] NO_GROUPS = {};
    private static final ByRole[] NOT_FILED = {};
    static final PolicyGroup NONE = new PolicyGroup(NO_POLICIES, NO_POLICIES, NO_GROUPS, NOT_FILED);

    private final CompiledPolicy[] forbids;
    private final CompiledPolicy[] permits;
    private final @Nullable Sieve forbidSieve;
    private final @Nullable Sieve permitSieve;
    private final PolicyGroup[] parts;
    private final ByRole[] filed;

    // At any depth: most groups have policies of one effect only, and need not be entered for the other.
    private final boolean hasForbids;
    private final boolean hasPermits;

    private PolicyGroup(CompiledPolicy[] forbids, CompiledPolicy[] permits, PolicyGroup[] parts, ByRole[] filed) {
        this.forbids = forbids;
        this.permits = permits;
        this.forbidSieve = Sieve.of(forbids);
        this.permitSieve = Sieve.of(permits);
        this.parts = parts;
        this.filed = filed;
        boolean anyForbid = forbids.length > 0;
        boolean anyPermit = permits.length > 0;
        for (PolicyGroup part : parts) {
            anyForbid |= part.hasForbids;
            anyPermit |= part.hasPermits;
        }
        for (ByRole byRole : filed) {
            for (PolicyGroup group : byRole.groups) {
                anyForbid |= group.hasForbids;
                anyPermit |= group.hasPermits;
            }
        }
        this.hasForbids = anyForbid;
        this.hasPermits = anyPermit;
    }

    /** Policies to test one by one, and others that are filed under roles. */
    static PolicyGroup of(List<CompiledPolicy> forbids, List<CompiledPolicy> permits, List<ByRole> filed) {
        if (forbids.isEmpty() && permits.isEmpty() && filed.isEmpty()) {
            return NONE;
        }
        return new PolicyGroup(
                array(forbids), array(permits), NO_GROUPS, filed.isEmpty() ? NOT_FILED : filed.toArray(NOT_FILED));
    }

    /** All policies of several groups; one that is in two of them may be tested twice. */
    static PolicyGroup of(List<PolicyGroup> parts) {
        if (parts.size() < 2) {
            return parts.isEmpty() ? NONE : parts.get(0);
        }
        return new PolicyGroup(NO_POLICIES, NO_POLICIES, parts.toArray(NO_GROUPS), NOT_FILED);
    }

    private static CompiledPolicy[] array(List<CompiledPolicy> policies) {
        return policies.isEmpty() ? NO_POLICIES : policies.toArray(NO_POLICIES);
    }

    /** Whether there is a forbid in it, at any depth. */
    boolean hasForbids() {
        return hasForbids;
    }

    /** Whether there is a permit in it, at any depth. */
    boolean hasPermits() {
        return hasPermits;
    }

    CompiledPolicy[] forbids() {
        return forbids;
    }

    CompiledPolicy[] permits() {
        return permits;
    }

    /** The next of {@link #forbids}, from one on, that must be tested. */
    int nextForbid(int from, BoundSlots bound) {
        return forbidSieve == null ? from : forbidSieve.next(from, bound);
    }

    /** The next of {@link #permits}, from one on, that must be tested. */
    int nextPermit(int from, BoundSlots bound) {
        return permitSieve == null ? from : permitSieve.next(from, bound);
    }

    /** Whether there is more than {@link #forbids} and {@link #permits}. */
    boolean isDeep() {
        return parts != NO_GROUPS || filed != NOT_FILED;
    }

    /** Further groups to look at. */
    PolicyGroup[] parts() {
        return parts;
    }

    /** Further policies, by what they ask. */
    ByRole[] filed() {
        return filed;
    }

    /** Groups by what their policies ask of one role. Immutable. */
    static final class ByRole {
        private final Role role;
        private final int[] keys;
        private final PolicyGroup[] groups;

        ByRole(Role role, List<Integer> someKeys, List<PolicyGroup> theirGroups) {
            int size = Integer.highestOneBit(someKeys.size() * 4);
            this.role = role;
            this.keys = new int[size];
            this.groups = new PolicyGroup[size];
            Arrays.fill(groups, NONE);
            for (int i = 0; i < someKeys.size(); i++) {
                int at = spread(someKeys.get(i)) & (size - 1);
                while (groups[at] != NONE) {
                    at = (at + 1) & (size - 1);
                }
                keys[at] = someKeys.get(i);
                groups[at] = theirGroups.get(i);
            }
        }

        Role role() {
            return role;
        }

        /** The group of a key, {@link #NONE} where there is none. */
        PolicyGroup find(int key) {
            int mask = keys.length - 1;
            for (int at = spread(key) & mask; ; at = (at + 1) & mask) {
                PolicyGroup group = groups[at];
                if (group == NONE || keys[at] == key) {
                    return group;
                }
            }
        }

        private static int spread(int key) {
            int hash = key * 0x9E3779B9;
            return hash ^ hash >>> 16;
        }
    }
}
