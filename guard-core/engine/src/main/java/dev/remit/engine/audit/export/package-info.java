/**
 * Writing records in forms that other programs take in: JSON lines, CSV and OCSF events. A record goes in, its text comes out, and nothing of
 * it is kept but what a bounded number of later records need to be understood. The command line and tests call it.
 */
@NullMarked
package dev.remit.engine.audit.export;

import org.jspecify.annotations.NullMarked;
