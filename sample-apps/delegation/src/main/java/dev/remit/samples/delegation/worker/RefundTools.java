package dev.remit.samples.delegation.worker;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** What the worker's agent can do. It knows one booking, whose price it pays back as often as it is told to. */
public final class RefundTools {
    static final String BOOKING = "B-4711";

    @Tool("Looks up a booking")
    public String lookUpBooking(@P("id of the booking, such as B-1234") String bookingId) {
        if (!bookingId.equals(BOOKING)) {
            throw new IllegalArgumentException("There is no booking " + bookingId + ".");
        }
        return "customer=Ada Lovelace, priceCents=84000, feeCents=1500";
    }

    @Tool("Pays money back to the customer of a booking")
    public String refund(@P("id of the booking") String bookingId, @P("amount in euro cents") int amountCents) {
        return amountCents + " cents are paid for " + bookingId;
    }

    @Tool("Waives the fee of a booking")
    public String waiveFee(@P("id of the booking") String bookingId) {
        return "the fee of " + bookingId + " is waived";
    }
}
