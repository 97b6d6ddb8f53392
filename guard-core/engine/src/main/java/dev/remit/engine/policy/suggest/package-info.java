/**
 * Writes a first policy from what was observed: what permits exactly the calls of a journal, AI agents apart from the application's own
 * endpoints. Pure: reads nothing, decides nothing. Called by the command line.
 */
@NullMarked
package dev.remit.engine.policy.suggest;

import org.jspecify.annotations.NullMarked;
