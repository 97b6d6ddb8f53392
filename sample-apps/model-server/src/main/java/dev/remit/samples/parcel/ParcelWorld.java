package dev.remit.samples.parcel;

import dev.remit.samples.model.Conversation;
import dev.remit.samples.model.LoopbackServer;
import dev.remit.samples.model.Reply;
import dev.remit.samples.model.ScriptedModelServer;
import java.io.IOException;
import java.util.Map;

/**
 * A parcel service, {@code GET /parcels/{id}}, and a scripted model that calls the tool {@code trackParcel(parcelId)} and
 * repeats what it is told.
 */
public final class ParcelWorld implements AutoCloseable {

    /** What the customer asks. */
    public static final String QUESTION = "Where is my parcel P-77?";

    private final LoopbackServer parcels;
    private final ScriptedModelServer model;

    private ParcelWorld(LoopbackServer parcels, ScriptedModelServer model) {
        this.parcels = parcels;
        this.model = model;
    }

    /**
     * Starts both servers.
     *
     * @throws IOException if no port can be bound
     */
    public static ParcelWorld start() throws IOException {
        LoopbackServer parcels = LoopbackServer.start("localhost", exchange -> {
            boolean known = exchange.getRequestURI().getPath().equals("/parcels/P-77");
            LoopbackServer.respond(
                    exchange, known ? 200 : 404, "text/plain", known ? "out for delivery" : "no such parcel");
        });
        return new ParcelWorld(parcels, ScriptedModelServer.start(ParcelWorld::next));
    }

    private static Reply next(Conversation told) {
        String state = told.resultOf("trackParcel");
        return state == null
                ? new Reply.CallTool("trackParcel", Map.of("parcelId", "P-77"))
                : new Reply.Say("I asked for your parcel P-77: " + state + ".");
    }

    /** The base URL for OpenAI clients. */
    public String modelUrl() {
        return model.baseUrl();
    }

    /** Where the parcel service is, without a slash at its end. */
    public String parcelsUrl() {
        return parcels.url();
    }

    @Override
    public void close() {
        model.close();
        parcels.close();
    }
}
