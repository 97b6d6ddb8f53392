/**
 * Why a call was or would be allowed or refused: requests that were recorded or written by hand, put to policies once more. Cold; called by the
 * command line.
 */
@NullMarked
package dev.remit.engine.policy.explain;

import org.jspecify.annotations.NullMarked;
