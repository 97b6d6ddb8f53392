package dev.remit.samples.delegation.worker;

import static dev.remit.samples.delegation.Models.call;

import dev.remit.samples.model.Conversation;
import dev.remit.samples.model.Reply;
import dev.remit.samples.model.Script;
import org.jspecify.annotations.Nullable;

/** The worker's model: tries what it is asked for, one after the other, and says what came of it. */
final class RefundScript implements Script {
    @Override
    public Reply next(Conversation told) {
        final boolean refund = told.user().contains("refund");
        final boolean fee = told.user().contains("fee");
        if (told.resultOf("lookUpBooking") == null) {
            return call("lookUpBooking", "bookingId", RefundTools.BOOKING);
        }
        if (refund && told.resultOf("refund") == null) {
            return call("refund", "bookingId", RefundTools.BOOKING, "amountCents", 84000);
        }
        if (fee && told.resultOf("waiveFee") == null) {
            return call("waiveFee", "bookingId", RefundTools.BOOKING);
        }
        return new Reply.Say((refund ? outcome(told.resultOf("refund"), "are paid", "I may not refund it") + ". " : "")
                + (fee ? outcome(told.resultOf("waiveFee"), "is waived", "I may not waive the fee") + "." : ""));
    }

    private static String outcome(@Nullable String result, String mark, String otherwise) {
        return result != null && result.contains(mark) ? result : otherwise;
    }
}
