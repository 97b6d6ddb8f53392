package dev.remit.samples.delegation.planner;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** What the planner's agent can do. */
public final class PlannerTools {
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final URI worker;
    private final URI mailHost;

    PlannerTools(URI worker, URI mailHost) {
        this.worker = worker;
        this.mailHost = mailHost;
    }

    /** Hands work on to the worker's agent. */
    @Tool("Has the refund desk do something about a booking")
    public String askRefundDesk(@P("what is to be done, with the id of the booking") String wish)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(worker.resolve("/refunds")).POST(BodyPublishers.ofString(wish)));
    }

    /** The worker says where the receipt is: at another host. */
    @Tool("Fetches the receipt of a refund")
    public String fetchReceipt(@P("id of the booking") String bookingId) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(worker.resolve("/receipts/" + bookingId)));
    }

    /** Another host still. */
    @Tool("Sends the customer an e-mail")
    public String sendEmail(@P("text") String text) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(mailHost).POST(BodyPublishers.ofString(text)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        final var response = http.send(request.build(), BodyHandlers.ofString());
        return "status " + response.statusCode() + ": " + response.body();
    }
}
