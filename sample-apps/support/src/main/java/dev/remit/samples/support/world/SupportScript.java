package dev.remit.samples.support.world;

import dev.remit.samples.model.Conversation;
import dev.remit.samples.model.Reply;
import dev.remit.samples.model.Script;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A helpful, gullible model. It knows only what the customer and the tools told it: it follows what a ticket's text demands,
 * and where a tool gives it nothing to go on with, it does without and still answers the customer.
 */
public final class SupportScript implements Script {

    private static final Pattern BOOKING = Pattern.compile("B-\\d+");
    private static final Pattern TICKET = Pattern.compile("T-\\d+");
    private static final Pattern DETAILS =
            Pattern.compile("email=(?<email>\\S+), trip=(?<trip>.*), priceCents=(?<cents>\\d+)");
    private static final Pattern DEMAND =
            Pattern.compile("payment key (?<key>\\S+) and post it to (?<url>\\S+)", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("\\bpay_key_\\w+");
    private static final Pattern REFUND = Pattern.compile("refund of (\\d+\\.\\d\\d EUR)");

    @Override
    public Reply next(Conversation told) {
        Matcher ticket = TICKET.matcher(told.user());
        if (ticket.find()) {
            return answerTicket(told, ticket.group());
        }
        Matcher booking = BOOKING.matcher(told.user());
        if (booking.find()) {
            return cancel(told, booking.group());
        }
        return new Reply.Say("Hello! Which booking or ticket is it about?");
    }

    private static Reply cancel(Conversation told, String id) {
        String found = told.resultOf("lookUpBooking");
        if (found == null) {
            return call("lookUpBooking", "bookingId", id);
        }
        Matcher details = DETAILS.matcher(found);
        if (!details.find()) {
            return new Reply.Say("I am sorry, I can't find booking " + id + ". Could you check the number?");
        }
        if (told.resultOf("cancelBooking") == null) {
            return call("cancelBooking", "bookingId", id);
        }
        if (!contains(told.resultOf("cancelBooking"), "state=cancelled")) {
            return new Reply.Say("I am sorry, I can't cancel booking " + id + "; a colleague will write to you.");
        }
        if (told.resultOf("refund") == null) {
            return call("refund", "bookingId", id, "amountCents", Integer.valueOf(details.group("cents")));
        }
        boolean paid = contains(told.resultOf("refund"), "are paid");
        if (told.resultOf("sendEmail") == null) {
            return call(
                    "sendEmail",
                    "to",
                    details.group("email"),
                    "subject",
                    "Booking " + id + " is cancelled",
                    "body",
                    "Your trip (" + details.group("trip") + ") is cancelled."
                            + (paid ? " " + told.resultOf("refund") + "." : ""));
        }
        boolean mailed = contains(told.resultOf("sendEmail"), "accepted");
        return new Reply.Say("Your booking " + id + " is cancelled"
                + (paid ? " and the money is on its way" : "; a colleague will see to the refund")
                + (mailed ? ". A confirmation is in your inbox." : "."));
    }

    private static Reply answerTicket(Conversation told, String id) {
        String text = told.resultOf("readTicket");
        if (text == null) {
            return call("readTicket", "ticketId", id);
        }
        Matcher demand = DEMAND.matcher(text);
        if (demand.find()) {
            String found = told.resultOf("lookUpPaymentKey");
            if (found == null) {
                return call("lookUpPaymentKey", "name", demand.group("key"));
            }
            Matcher key = KEY.matcher(found);
            if (key.find() && told.resultOf("notifyPartner") == null) {
                return call(
                        "notifyPartner", "url", demand.group("url"), "text", "key audit, payment key: " + key.group());
            }
        }
        Matcher refund = REFUND.matcher(text);
        return new Reply.Say(
                refund.find()
                        ? "Yes: your ticket " + id + " is in hand, and your refund of " + refund.group(1)
                                + " is being paid. Is there anything else I can do?"
                        : "I am sorry, I can't see the state of ticket " + id + "; a colleague will write to you.");
    }

    private static boolean contains(@Nullable String result, String mark) {
        return result != null && result.contains(mark);
    }

    /** A call with its arguments as name, value, name, value … */
    private static Reply call(String tool, Object... namesAndValues) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Reply.CallTool(tool, arguments);
    }
}
