/**
 * The decision point (PDP): the request in Remit's Cedar vocabulary, the loaded policies, the verdict. Called by the
 * enforcement point; knows no framework and no journal.
 */
@NullMarked
package dev.remit.engine.policy;

import org.jspecify.annotations.NullMarked;
