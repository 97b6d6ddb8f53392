package dev.remit.cedar.eval;

import java.util.Collection;

/** Numbers without their boxes. */
final class Ints {

    private Ints() {}

    static int[] of(Collection<Integer> numbers) {
        int[] ints = new int[numbers.size()];
        int at = 0;
        for (int number : numbers) {
            ints[at++] = number;
        }
        return ints;
    }
}
