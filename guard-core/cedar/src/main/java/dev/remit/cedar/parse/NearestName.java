package dev.remit.cedar.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known name that takes the fewest edits to reach from a mistyped one, case aside. Stateless. */
public final class NearestName {
    private static final int MAX_COMPARED = 100;

    private NearestName() {}

    /**
     * The place of the nearest name in the list, however far it is; of two as near, the first one's.
     *
     * @param known at least one name
     */
    public static int indexOf(String typed, List<String> known) {
        int best = 0;
        int bestEdits = Integer.MAX_VALUE;
        for (int i = 0; i < known.size(); i++) {
            int edits = edits(typed, known.get(i));
            if (edits < bestEdits) {
                best = i;
                bestEdits = edits;
            }
        }
        return best;
    }

    /** The nearest name if it is so near that it was probably meant: an edit in three letters, three at most. */
    public static @Nullable String near(String typed, List<String> known) {
        if (known.isEmpty()) {
            return null;
        }
        String nearest = known.get(indexOf(typed, known));
        return edits(typed, nearest) <= Math.min(3, typed.length() / 3) ? nearest : null;
    }

    /** How many letters are to be put in, left out, replaced or swapped with the next. */
    private static int edits(String typed, String to) {
        String from = typed.substring(0, Math.min(typed.length(), MAX_COMPARED));
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int edited = Math.min(last[j], row[j - 1]) + 1;
                edited = Math.min(edited, last[j - 1] + (same(from, i - 1, to, j - 1) ? 0 : 1));
                if (i > 1 && j > 1 && same(from, i - 1, to, j - 2) && same(from, i - 2, to, j - 1)) {
                    edited = Math.min(edited, beforeLast[j - 2] + 1);
                }
                row[j] = edited;
            }
        }
        return row[to.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
