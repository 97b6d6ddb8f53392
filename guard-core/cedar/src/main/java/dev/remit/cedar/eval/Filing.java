package dev.remit.cedar.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Policies under what they ask of one role, while an index is built. */
final class Filing {
    /** More than any number of policies: what is asked of nobody in particular. */
    static final int ALWAYS = Integer.MAX_VALUE;

    private final Role role;
    private final ScopeKeys keys;
    private final Map<Integer, Integer> frequencies = new HashMap<>();
    private final Map<Integer, List<CompiledPolicy>> filed = new HashMap<>();

    Filing(Role role, ScopeKeys keys, List<CompiledPolicy> policies) {
        this.role = role;
        this.keys = keys;
        for (CompiledPolicy policy : policies) {
            int[] asked = keys.asked(role.scope(policy));
            for (int i = 0; asked != null && i < asked.length; i++) {
                frequencies.put(asked[i], 1 + frequencies.getOrDefault(asked[i], 0));
            }
        }
    }

    Role role() {
        return role;
    }

    /** How many policies ask for the commonest of what this one asks for. */
    int frequency(CompiledPolicy policy) {
        int[] asked = keys.asked(role.scope(policy));
        if (asked == null) {
            return ALWAYS;
        }
        int most = 0;
        for (int key : asked) {
            most = Math.max(most, frequencies.getOrDefault(key, 0));
        }
        return most;
    }

    /** Files one under each of what it asks for; under nothing, where nothing satisfies it. */
    void file(CompiledPolicy policy) {
        int[] asked = keys.asked(role.scope(policy));
        for (int i = 0; asked != null && i < asked.length; i++) {
            List<CompiledPolicy> same = filed.get(asked[i]);
            if (same == null) {
                same = new ArrayList<>(1);
                filed.put(asked[i], same);
            }
            same.add(policy);
        }
    }

    Map<Integer, List<CompiledPolicy>> filed() {
        return filed;
    }
}
