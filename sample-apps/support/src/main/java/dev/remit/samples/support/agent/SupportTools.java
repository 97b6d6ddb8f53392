package dev.remit.samples.support.agent;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.remit.samples.support.desk.Bookings;
import dev.remit.samples.support.desk.PaymentKeys;
import dev.remit.samples.support.desk.Tickets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

/** What the agent can do. What a tool returns, or the message of what it throws, is told to the model. */
public final class SupportTools {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Bookings bookings;
    private final Tickets tickets;
    private final PaymentKeys paymentKeys;
    private final URI mailHost;

    public SupportTools(Bookings bookings, Tickets tickets, PaymentKeys paymentKeys, URI mailHost) {
        this.bookings = bookings;
        this.tickets = tickets;
        this.paymentKeys = paymentKeys;
        this.mailHost = mailHost;
    }

    @Tool("Looks up a booking")
    public String lookUpBooking(@P("id of the booking, such as B-1234") String bookingId) {
        return bookings.get(bookingId).toString();
    }

    @Tool("Cancels a booking")
    public String cancelBooking(@P("id of the booking") String bookingId) {
        return bookings.setState(bookingId, "cancelled").toString();
    }

    @Tool("Pays money back to the customer of a cancelled booking")
    public String refund(@P("id of the booking") String bookingId, @P("amount in euro cents") int amountCents) {
        Bookings.Booking booking = bookings.get(bookingId);
        if (!booking.state().equals("cancelled") || amountCents > booking.priceCents()) {
            throw new IllegalArgumentException("Not to be refunded: " + booking);
        }
        bookings.setState(bookingId, "refunded");
        return String.format(Locale.ROOT, "%.2f EUR are paid to %s", amountCents / 100.0, booking.customer());
    }

    @Tool("Reads a support ticket with its comments")
    public String readTicket(@P("id of the ticket, such as T-1234") String ticketId) {
        return tickets.text(ticketId);
    }

    @Tool("Sends an e-mail")
    public String sendEmail(
            @P("the recipient's address") String to, @P("subject line") String subject, @P("text") String body)
            throws IOException, InterruptedException {
        return post(mailHost, "To: " + to + "\nSubject: " + subject + "\n\n" + body);
    }

    @Tool("Looks up a key of the payment provider")
    public String lookUpPaymentKey(@P("name of the key, such as prod/some-key") String name) {
        return paymentKeys.fetch(name);
    }

    @Tool("Notifies a partner through the partner's webhook")
    public String notifyPartner(@P("the webhook's URL") String url, @P("what to tell") String text)
            throws IOException, InterruptedException {
        return post(URI.create(url), text);
    }

    private String post(URI uri, String text) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return "status " + response.statusCode() + " " + response.body();
    }
}
