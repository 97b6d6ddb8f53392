package dev.remit.samples.support.agent;

/**
 * Where an OpenAI-compatible model is reached.
 *
 * @param baseUrl such as {@code https://api.openai.com/v1}
 * @param apiKey the bearer token
 * @param name the model's name at that endpoint
 */
public record ModelEndpoint(String baseUrl, String apiKey, String name) {

    @Override
    public String toString() {
        return name + " at " + baseUrl;
    }
}
