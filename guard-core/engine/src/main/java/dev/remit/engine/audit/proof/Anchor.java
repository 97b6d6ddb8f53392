package dev.remit.engine.audit.proof;

import java.io.IOException;

/** A place outside the journal's folder that keeps what was signed: by it a journal is found that was cut or replaced as a whole. Used by one thread. */
public interface Anchor {
    /**
     * Keeps a checkpoint that the journal has.
     *
     * @throws IOException if it could not; the message says what to do
     */
    void keep(Checkpoint.Signed checkpoint) throws IOException;
}
