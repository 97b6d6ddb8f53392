/**
 * A customer-support application as one finds them: an AI agent with tools, a payment key in AWS Secrets Manager, e-mail
 * over HTTP. {@link dev.remit.samples.support.Main} starts local stand-ins for everything outside
 * ({@link dev.remit.samples.support.world}), hands a customer's message to the agent
 * ({@link dev.remit.samples.support.agent}), which works on the desk's bookings and tickets
 * ({@link dev.remit.samples.support.desk}), and prints what happened. It knows nothing of any guard.
 */
@NullMarked
package dev.remit.samples.support;

import org.jspecify.annotations.NullMarked;
