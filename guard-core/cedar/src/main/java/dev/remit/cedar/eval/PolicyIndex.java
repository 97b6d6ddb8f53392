package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Files each policy under the rarest thing its head asks for, so that a request meets few policies that do not apply. Immutable.
 *
 * <p>A policy is filed in one role only: under its principal, action or resource, whichever fewer policies ask for. One that asks for nothing is global.
 */
final class PolicyIndex {
    private final List<CompiledPolicy> policies;
    private final List<Role> roles = List.of(
            new Role(CompiledPolicy::principal), new Role(CompiledPolicy::action), new Role(CompiledPolicy::resource));
    private final Candidates.Filed global;

    PolicyIndex(List<CompiledPolicy> policies) {
        this.policies = policies;
        roles.forEach(role -> role.count(policies));
        List<Integer> unfiled = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            CompiledPolicy policy = policies.get(i);
            Role rarest = null;
            for (Role role : roles) {
                if (!role.scope.apply(policy).isAny()
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
                if (role.scope.apply(policies.get(policy)).test(entity)) {
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
        return new Candidates.Filed(
                forbids.stream().mapToInt(Integer::intValue).toArray(),
                permits.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Principal, action or resource. */
    private static final class Role {
        private final Function<CompiledPolicy, ScopeTest> scope;
        private final Map<Object, Integer> frequencies = new HashMap<>();
        private final Map<Object, List<Integer>> filed = new HashMap<>();

        Role(Function<CompiledPolicy, ScopeTest> scope) {
            this.scope = scope;
        }

        void count(List<CompiledPolicy> policies) {
            for (CompiledPolicy policy : policies) {
                scope.apply(policy).keys().forEach(key -> frequencies.merge(key, 1, Integer::sum));
            }
        }

        int frequency(CompiledPolicy policy) {
            int most = 0;
            for (Object key : scope.apply(policy).keys()) {
                most = Math.max(most, frequencies.getOrDefault(key, 0));
            }
            return most;
        }

        void file(CompiledPolicy policy, int number) {
            for (Object key : scope.apply(policy).keys()) {
                filed.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
            }
        }
    }
}
