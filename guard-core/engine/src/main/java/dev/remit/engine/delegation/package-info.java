/**
 * Tasks that are handed on to other workloads: short-lived tokens, signed with the X.509-SVID's key and made for one host, from which the guard there
 * opens a task within. Nothing of it is on the path of a call that is not handed on.
 */
@NullMarked
package dev.remit.engine.delegation;

import org.jspecify.annotations.NullMarked;
