/** What the support desk works on, in memory: bookings, tickets, and the key of its payment provider. */
@NullMarked
package dev.remit.samples.support.desk;

import org.jspecify.annotations.NullMarked;
