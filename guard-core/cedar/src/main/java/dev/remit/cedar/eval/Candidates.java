package dev.remit.cedar.eval;

/**
 * The policies that an entity brings into question, in each of its three roles. Immutable.
 *
 * @param asPrincipal policies filed under their principal
 * @param asAction policies filed under their action
 * @param asResource policies filed under their resource
 */
record Candidates(Filed asPrincipal, Filed asAction, Filed asResource) {
    static final Candidates NONE = new Candidates(Filed.NONE, Filed.NONE, Filed.NONE);

    /** Policy numbers by effect, ascending. */
    @SuppressWarnings("ArrayRecordComponent")
    record Filed(int[] forbids, int[] permits) {
        static final Filed NONE = new Filed(new int[0], new int[0]);
    }
}
