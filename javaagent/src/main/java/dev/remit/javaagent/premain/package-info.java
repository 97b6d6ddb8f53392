/**
 * Start-up, in order: settings, recorder, policy, gate, weaving, self-test, report; a second later, beside the application, the
 * watch over the policies. Called by the launcher alone.
 */
@NullMarked
package dev.remit.javaagent.premain;

import org.jspecify.annotations.NullMarked;
