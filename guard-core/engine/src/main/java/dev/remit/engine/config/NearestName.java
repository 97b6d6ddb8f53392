package dev.remit.engine.config;

/** The known name that takes the fewest edits to reach from a mistyped one. */
final class NearestName {
    private static final int MAX_COMPARED = 100;

    private NearestName() {}

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
            int edits = edits(typed, variable ? key.environmentName() : key.text());
            if (edits < bestEdits) {
                best = key;
                bestEdits = edits;
            }
        }
        return best;
    }

    /** Levenshtein's distance, case aside, in one row. */
    private static int edits(String typed, String to) {
        String from = typed.substring(0, Math.min(typed.length(), MAX_COMPARED));
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                int edited = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = edited;
            }
        }
        return row[to.length()];
    }
}
