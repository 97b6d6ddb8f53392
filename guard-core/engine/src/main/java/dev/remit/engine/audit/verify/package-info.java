/**
 * Whether a journal is as it was written, by nothing but its files and, best, a public key. Begin with {@link dev.remit.engine.audit.verify.JournalVerifier}.
 */
@NullMarked
package dev.remit.engine.audit.verify;

import org.jspecify.annotations.NullMarked;
