package dev.remit.samples.springlangchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the agent can do. */
@Component
public class ParcelTools {

    private final String parcelsUrl;

    ParcelTools(@Value("${parcels.url}") String parcelsUrl) {
        this.parcelsUrl = parcelsUrl;
    }

    @Tool("Tells where a parcel is")
    public String trackParcel(@P("id of the parcel") String parcelId) throws IOException {
        System.out.println("tool: trackParcel " + parcelId);
        URI parcel = URI.create(parcelsUrl + "/parcels/" + parcelId);
        try (var in = parcel.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
