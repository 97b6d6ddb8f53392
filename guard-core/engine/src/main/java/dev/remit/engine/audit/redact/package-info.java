/** Secret values that the guard has seen, and their removal from text on its way into a record. Whoever sees a secret fetched teaches it here. */
@NullMarked
package dev.remit.engine.audit.redact;

import org.jspecify.annotations.NullMarked;
