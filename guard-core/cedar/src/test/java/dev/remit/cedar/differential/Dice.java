package dev.remit.cedar.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Chance out of one seed: the same seed, the same throws. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    long anyLong() {
        return random.nextLong();
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    String pick(String... from) {
        return from[random.nextInt(from.length)];
    }

    /** From {@code least} to {@code most} different ones, fewer where there are no more. */
    <T> List<T> some(List<T> from, int least, int most) {
        List<T> left = new ArrayList<>(from);
        List<T> taken = new ArrayList<>();
        for (int count = between(least, most); count > 0 && !left.isEmpty(); count--) {
            taken.add(left.remove(random.nextInt(left.size())));
        }
        return taken;
    }
}
