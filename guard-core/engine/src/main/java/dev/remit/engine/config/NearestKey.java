package dev.remit.engine.config;

import dev.remit.cedar.ast.NearestName;

/** The key that is nearest to a mistyped one. */
final class NearestKey {

    private NearestKey() {}

    static ConfigKey ofKey(String typed) {
        return nearest(typed, false);
    }

    static ConfigKey ofVariable(String typed) {
        return nearest(typed, true);
    }

    private static ConfigKey nearest(String typed, boolean variable) {
        ConfigKey best = ConfigKey.MODE;
        int bestEdits = Integer.MAX_VALUE;
        for (ConfigKey key : ConfigKey.values()) {
            int edits = NearestName.edits(typed, variable ? key.environmentName() : key.text());
            if (edits < bestEdits) {
                best = key;
                bestEdits = edits;
            }
        }
        return best;
    }
}
