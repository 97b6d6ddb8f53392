package dev.remit.samples.delegation.planner;

import static dev.remit.samples.delegation.Models.call;

import dev.remit.samples.model.Conversation;
import dev.remit.samples.model.Reply;
import dev.remit.samples.model.Script;
import org.jspecify.annotations.Nullable;

/** A planner's model: asks the desk, looks at the receipt if money was paid, and writes to the customer. */
final class PlannerScript implements Script {
    @Override
    public Reply next(Conversation told) {
        final @Nullable String done = told.resultOf("askRefundDesk");
        if (done == null) {
            return call("askRefundDesk", "wish", told.user());
        }
        if (!done.contains("are paid")) {
            return new Reply.Say("I am sorry, nothing is paid: " + done);
        }
        if (told.resultOf("fetchReceipt") == null) {
            return call("fetchReceipt", "bookingId", "B-4711");
        }
        if (told.resultOf("sendEmail") == null) {
            return call("sendEmail", "text", done);
        }
        return new Reply.Say("Done: " + done);
    }
}
