/** Start-up, in order: settings, recorder, policy, gate, weaving, self-test, report. Called by the launcher alone. */
@NullMarked
package dev.remit.javaagent.premain;

import org.jspecify.annotations.NullMarked;
