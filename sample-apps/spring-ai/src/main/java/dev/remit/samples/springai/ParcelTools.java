package dev.remit.samples.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** What the agent can do. */
@Component
public class ParcelTools {

    private final RestClient parcels;

    ParcelTools(RestClient.Builder builder, @Value("${parcels.url}") String parcelsUrl) {
        parcels = builder.baseUrl(parcelsUrl).build();
    }

    @Tool(description = "Tells where a parcel is")
    public @Nullable String trackParcel(@ToolParam(description = "id of the parcel") String parcelId) {
        System.out.println("tool: trackParcel " + parcelId);
        return parcels.get().uri("/parcels/{id}", parcelId).retrieve().body(String.class);
    }
}
