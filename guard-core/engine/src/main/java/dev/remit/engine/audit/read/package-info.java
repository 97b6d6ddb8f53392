/** Reading a journal, cold: records as objects, filters, JSON lines and text lines. The command line and tests call it. */
@NullMarked
package dev.remit.engine.audit.read;

import org.jspecify.annotations.NullMarked;
