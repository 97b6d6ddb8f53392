package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.policy.PolicySnapshot;

/**
 * What {@link Preparation} made.
 *
 * @param policyFiles how many files the policies came from
 * @param recorder not yet started
 */
record Prepared(PolicySnapshot snapshot, int policyFiles, Recorder recorder) {}
