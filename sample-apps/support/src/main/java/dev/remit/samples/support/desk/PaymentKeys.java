package dev.remit.samples.support.desk;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The payment provider's keys, kept in AWS Secrets Manager. Thread-safe. */
public final class PaymentKeys implements AutoCloseable {

    private final SecretsManagerClient secrets;

    /** @param endpoint where Secrets Manager is reached */
    public PaymentKeys(URI endpoint) {
        secrets = SecretsManagerClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sample", "sample")))
                .build();
    }

    /** The key of that name, fetched anew. */
    public String fetch(String name) {
        return secrets.getSecretValue(request -> request.secretId(name)).secretString();
    }

    @Override
    public void close() {
        secrets.close();
    }
}
