package dev.remit.cedar.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Permits that came near to allowing a request, by how near: the whole head matches before all but one part of it, few failed clauses before many. */
final class NearestPermits {
    /** Parts of the head that may not match. */
    static final int MOST_MISSES = 1;

    private final List<Candidate> candidates = new ArrayList<>();

    void add(int policy, int misses, int failedClauses) {
        candidates.add(new Candidate(policy, misses, failedClauses));
    }

    int size() {
        return candidates.size();
    }

    /** The numbers of the nearest; of equally near ones, those that stand first. */
    List<Integer> first(int most) {
        Collections.sort(candidates);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < Math.min(most, candidates.size()); i++) {
            numbers.add(candidates.get(i).policy);
        }
        return numbers;
    }

    private record Candidate(int policy, int misses, int failedClauses) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            if (misses != other.misses) {
                return Integer.compare(misses, other.misses);
            }
            int byClauses = Integer.compare(failedClauses, other.failedClauses);
            return byClauses != 0 ? byClauses : Integer.compare(policy, other.policy);
        }
    }
}
