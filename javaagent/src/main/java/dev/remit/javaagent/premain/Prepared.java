package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.policy.PolicyLoader;

/**
 * What {@link Preparation} made.
 *
 * @param loader what loaded the policy, and can load it again
 * @param recorder not yet started
 */
record Prepared(PolicyLoader loader, LoadedPolicy policy, Recorder recorder) {}
