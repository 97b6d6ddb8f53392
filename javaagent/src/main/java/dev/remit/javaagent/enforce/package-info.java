/**
 * The enforcement point (PEP): what the gate calls. Attributes a call, asks the decision point, records, and refuses.
 *
 * <p>One idea a room, from the gate downwards; no room knows one above it:
 *
 * <ul>
 *   <li>{@link EnforcementPoint}: what the gate and the hooks call, each in its room
 *   <li>what is asked: {@link ToolCalls}, and which tools are shown; {@link NetworkCalls}; {@link SecretFetches}; {@link ForeignCode};
 *       before them, for the JDK's woven methods, {@link Sinks}
 *   <li>whose doing it is: {@link AgentWork}, {@link TaskRequests}, {@link DelegatedRequests}; on another thread {@link CarriedWork}
 *   <li>what a fault in here leaves behind, and the one place where it becomes a refusal: {@link FailClosed}
 *   <li>how a call ends: {@link CallEnds}; elsewhere, {@link PendingCalls} and {@link TiedCalls}; what it has brought, {@link
 *       LearnedSecrets}
 *   <li>by what is decided: {@link PoliciesInForce}; under one version of them {@link Decisions} and {@link Scopes}
 *   <li>what a thread is in the midst of: {@link CallStack}
 * </ul>
 */
@NullMarked
package dev.remit.javaagent.enforce;

import org.jspecify.annotations.NullMarked;
