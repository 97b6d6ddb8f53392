/**
 * The decision point (PDP): the request in Remit's Cedar vocabulary, the loaded policies, the verdict. From files
 * to what decides there is one way, {@link dev.remit.engine.policy.PolicyLoader}, at the start and whenever {@link
 * dev.remit.engine.policy.PolicyWatch} finds a change. Called by the enforcement point; knows no framework and no journal.
 */
@NullMarked
package dev.remit.engine.policy;

import org.jspecify.annotations.NullMarked;
