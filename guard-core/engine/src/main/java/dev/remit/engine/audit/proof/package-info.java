/** What proves that a journal is whole: checkpoints of its chain, and the key that signs them. Begin with {@link dev.remit.engine.audit.proof.Checkpoint}. */
@NullMarked
package dev.remit.engine.audit.proof;

import org.jspecify.annotations.NullMarked;
