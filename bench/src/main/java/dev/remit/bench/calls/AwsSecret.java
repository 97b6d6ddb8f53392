package dev.remit.bench.calls;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** {@code SecretsManagerClient.getSecretValue}. */
final class AwsSecret implements Call {
    private final SecretsManagerClient client;
    private final GetSecretValueRequest request;

    AwsSecret(URI server, String name) {
        client = SecretsManagerClient.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .endpointOverride(server)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        request = GetSecretValueRequest.builder().secretId(name).build();
    }

    @Override
    public boolean make() {
        try {
            return client.getSecretValue(request).secretString() != null;
        } catch (SdkClientException | SecurityException e) {
            return false;
        }
    }
}
