package dev.remit.cedar.ast;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The known name that takes the fewest edits to reach from a mistyped one. */
public final class NearestName {
    /** Characters compared at most: what takes the square of a length in time must not be long. */
    private static final int COMPARED = 100;

    private NearestName() {}

    /** The nearest of the names; null where none is near enough to have been meant. */
    public static @Nullable String of(String typed, Collection<String> names) {
        String best = null;
        int bestEdits = 2 + Math.min(typed.length(), COMPARED) / 4;
        for (String name : names) {
            if (Math.abs(name.length() - typed.length()) < bestEdits && name.length() <= COMPARED) {
                int edits = edits(typed, name);
                if (edits < bestEdits && edits < name.length()) {
                    best = name;
                    bestEdits = edits;
                }
            }
        }
        return best;
    }

    /** Levenshtein's distance, case aside, from the start of what was typed to the name. */
    public static int edits(String typed, String name) {
        String from = typed.substring(0, Math.min(typed.length(), COMPARED));
        int[] row = new int[name.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(name.charAt(j - 1));
                int edited = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = edited;
            }
        }
        return row[name.length()];
    }
}
