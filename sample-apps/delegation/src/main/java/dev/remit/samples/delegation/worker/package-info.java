/** The worker: a servlet in which an AI agent refunds bookings. */
@NullMarked
package dev.remit.samples.delegation.worker;

import org.jspecify.annotations.NullMarked;
