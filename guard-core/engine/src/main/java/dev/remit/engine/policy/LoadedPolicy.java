package dev.remit.engine.policy;

/**
 * A version of the policies, with the texts it was made of.
 *
 * @param snapshot what decides
 */
public record LoadedPolicy(PolicyInput input, PolicySnapshot snapshot) {
    /** How many files the policies came from. */
    public int files() {
        return input.policies().size();
    }
}
