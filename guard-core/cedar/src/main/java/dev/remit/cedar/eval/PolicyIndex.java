package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Files each policy under the rarest thing its head asks for, so that a request meets few policies that do not apply. Immutable.
 *
 * <p>A policy is filed in one role only: under its principal, action or resource, whichever fewer policies ask for. One that asks for nothing is global.
 */
final class PolicyIndex {
    private final List<CompiledPolicy> policies;
    private final List<Role> roles =
            List.of(new Role(Place.PRINCIPAL), new Role(Place.ACTION), new Role(Place.RESOURCE));
    private final Candidates.Filed global;

    PolicyIndex(List<CompiledPolicy> policies) {
        this.policies = policies;
        for (Role role : roles) {
            role.count(policies);
        }
        List<Integer> unfiled = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            CompiledPolicy policy = policies.get(i);
            Role rarest = null;
            for (Role role : roles) {
                if (!role.scope(policy).isAny()
                        && (rarest == null || role.frequency(policy) < rarest.frequency(policy))) {
                    rarest = role;
                }
            }
            if (rarest == null) {
                unfiled.add(i);
            } else {
                rarest.file(policy, i);
            }
        }
        global = filed(unfiled);
    }

    Candidates.Filed global() {
        return global;
    }

    /** The policies that an entity, in each role, satisfies the head of and that are filed under it. */
    Candidates candidates(ResolvedEntity entity, EntityTable table) {
        List<Object> keys = new ArrayList<>(table.selfAndAncestors(entity));
        keys.add(entity.uid().type());
        return new Candidates(
                candidates(roles.get(0), entity, keys),
                candidates(roles.get(1), entity, keys),
                candidates(roles.get(2), entity, keys));
    }

    private Candidates.Filed candidates(Role role, ResolvedEntity entity, List<Object> keys) {
        TreeSet<Integer> found = new TreeSet<>();
        for (Object key : keys) {
            for (int policy : role.filed.getOrDefault(key, List.of())) {
                if (role.scope(policies.get(policy)).test(entity)) {
                    found.add(policy);
                }
            }
        }
        return filed(found);
    }

    private Candidates.Filed filed(Iterable<Integer> numbers) {
        List<Integer> forbids = new ArrayList<>();
        List<Integer> permits = new ArrayList<>();
        for (Integer number : numbers) {
            (policies.get(number).effect() == Effect.FORBID ? forbids : permits).add(number);
        }
        return new Candidates.Filed(Ints.of(forbids), Ints.of(permits));
    }

    private enum Place {
        PRINCIPAL,
        ACTION,
        RESOURCE
    }

    /** Principal, action or resource. */
    private static final class Role {
        private final Place place;
        private final Map<Object, Integer> frequencies = new HashMap<>();
        private final Map<Object, List<Integer>> filed = new HashMap<>();

        Role(Place place) {
            this.place = place;
        }

        ScopeTest scope(CompiledPolicy policy) {
            if (place == Place.PRINCIPAL) {
                return policy.principal();
            }
            return place == Place.ACTION ? policy.action() : policy.resource();
        }

        void count(List<CompiledPolicy> policies) {
            for (CompiledPolicy policy : policies) {
                for (Object key : scope(policy).keys()) {
                    frequencies.put(key, 1 + frequencies.getOrDefault(key, 0));
                }
            }
        }

        int frequency(CompiledPolicy policy) {
            int most = 0;
            for (Object key : scope(policy).keys()) {
                most = Math.max(most, frequencies.getOrDefault(key, 0));
            }
            return most;
        }

        void file(CompiledPolicy policy, int number) {
            for (Object key : scope(policy).keys()) {
                List<Integer> same = filed.get(key);
                if (same == null) {
                    same = new ArrayList<>();
                    filed.put(key, same);
                }
                same.add(number);
            }
        }
    }
}
