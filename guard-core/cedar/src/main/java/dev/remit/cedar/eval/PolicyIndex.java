package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files each policy under the rarest thing its head asks for, so that a request meets few policies that do not apply. Immutable.
 *
 * <p>First all policies are filed under what they ask of the principal, the action or the resource, whichever fewer policies ask; one that asks for nothing
 * is global. Where many are under one key, those are filed again under what they ask of the other roles. A policy is stored once for each key
 * that it is filed under: the index is as large as the heads, whatever the requests.
 */
final class PolicyIndex {
    /** So many under one key are tested one by one rather than filed again. */
    private static final int SCANNED = 4;

    private static final List<Role> ROLES = List.of(Role.values());

    private final ScopeKeys keys = new ScopeKeys();

    /** Of each role, the keys that are looked up while deciding. */
    private final Map<Role, Set<Integer>> lookedUp = new EnumMap<>(Role.class);

    private final PolicyGroup global;
    private final List<PolicyGroup.ByRole> filed;

    PolicyIndex(List<CompiledPolicy> policies) {
        List<CompiledPolicy> unfiled = new ArrayList<>();
        filed = file(policies, ROLES, policies.size(), unfiled);
        global = group(unfiled, List.of());
    }

    /** The policies that ask for nothing. */
    PolicyGroup global() {
        return global;
    }

    /** Tells an entity which policies it brings into question in each role, and by which keys others must look it up. */
    void place(ResolvedEntity entity) {
        int[] answered = keys.answered(entity);
        for (Role role : ROLES) {
            entity.place(role, PolicyGroup.of(found(role, answered)), lookedUp(role, answered));
        }
    }

    private int[] lookedUp(Role role, int[] answered) {
        int[] keysOfRole = new int[answered.length];
        int count = 0;
        for (int key : answered) {
            if (lookedUp.getOrDefault(role, Set.of()).contains(key)) {
                keysOfRole[count++] = key;
            }
        }
        return Arrays.copyOf(keysOfRole, count);
    }

    private List<PolicyGroup> found(Role role, int[] answered) {
        List<PolicyGroup> found = new ArrayList<>();
        for (PolicyGroup.ByRole byRole : filed) {
            for (int i = 0; byRole.role() == role && i < answered.length; i++) {
                PolicyGroup group = byRole.find(answered[i]);
                if (group != PolicyGroup.NONE) {
                    found.add(group);
                }
            }
        }
        return found;
    }

    /**
     * Files policies under what they ask of some roles.
     *
     * @param most what more policies ask for tells too little to file under it
     * @param unfiled gets those that ask for nothing else
     */
    private List<PolicyGroup.ByRole> file(
            List<CompiledPolicy> policies, List<Role> roles, int most, List<CompiledPolicy> unfiled) {
        List<Filing> filings = new ArrayList<>();
        for (Role role : roles) {
            filings.add(new Filing(role, keys, policies));
        }
        for (CompiledPolicy policy : policies) {
            Filing rarest = null;
            int fewest = most;
            for (Filing filing : filings) {
                int frequency = filing.frequency(policy);
                if (frequency < fewest || (frequency == fewest && rarest == null)) {
                    rarest = filing;
                    fewest = frequency;
                }
            }
            if (rarest == null) {
                unfiled.add(policy);
            } else {
                rarest.file(policy);
            }
        }
        List<PolicyGroup.ByRole> byRoles = new ArrayList<>();
        for (Filing filing : filings) {
            if (!filing.filed().isEmpty()) {
                byRoles.add(byRole(filing, roles));
            }
        }
        return byRoles;
    }

    private PolicyGroup.ByRole byRole(Filing filing, List<Role> roles) {
        List<Role> others = new ArrayList<>(roles);
        others.remove(filing.role());
        if (roles != ROLES) {
            Set<Integer> known = lookedUp.get(filing.role());
            if (known == null) {
                known = new HashSet<>();
                lookedUp.put(filing.role(), known);
            }
            known.addAll(filing.filed().keySet());
        }
        List<Integer> groupKeys = new ArrayList<>();
        List<PolicyGroup> groups = new ArrayList<>();
        for (Map.Entry<Integer, List<CompiledPolicy>> entry : filing.filed().entrySet()) {
            groupKeys.add(entry.getKey());
            groups.add(fileAgain(entry.getValue(), others));
        }
        return new PolicyGroup.ByRole(filing.role(), groupKeys, groups);
    }

    private PolicyGroup fileAgain(List<CompiledPolicy> policies, List<Role> roles) {
        if (policies.size() <= SCANNED) {
            return group(policies, List.of());
        }
        List<CompiledPolicy> unfiled = new ArrayList<>();
        List<PolicyGroup.ByRole> filedAgain = file(policies, roles, policies.size() / 2, unfiled);
        return group(unfiled, filedAgain);
    }

    private static PolicyGroup group(List<CompiledPolicy> policies, List<PolicyGroup.ByRole> filed) {
        List<CompiledPolicy> forbids = new ArrayList<>();
        List<CompiledPolicy> permits = new ArrayList<>();
        for (CompiledPolicy policy : policies) {
            (policy.effect() == Effect.FORBID ? forbids : permits).add(policy);
        }
        return PolicyGroup.of(forbids, permits, filed);
    }
}
