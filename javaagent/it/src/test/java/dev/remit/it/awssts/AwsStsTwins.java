package dev.remit.it.awssts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.remit.it.AgentWork;
import dev.remit.it.Needs;
import dev.remit.it.Recorded;
import dev.remit.it.SecretUse;
import dev.remit.it.aws.AwsStub;
import dev.remit.it.aws.AwsWay;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithSamlRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRootRequest;
import software.amazon.awssdk.services.sts.model.GetDelegatedAccessTokenRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetSessionTokenRequest;
import software.amazon.awssdk.services.sts.model.GetWebIdentityTokenRequest;
import software.amazon.awssdk.services.sts.model.StsException;

class AwsStsTwins {
    private static final String ROLE = "arn:aws:iam::000000000000:role/it/";

    private final StsStub stub = new StsStub();
    private final StsClient client = client(stub.endpoint());

    /** Made when it is asked for. */
    private StsAsyncClient asyncClient;

    private final Recorded recorded = new Recorded();

    /** An operation, and how policies know what it gives. A name in which {@code {}} stands is asked for in an allowed and a denied form. */
    private enum Fetch {
        ROLE_ITSELF(
                "assumeRole", AwsStsTwins.ROLE + "{}", (c, r) -> ((StsClient) c).assumeRole((AssumeRoleRequest) r)) {
            @Override
            Object request(String name) {
                return AssumeRoleRequest.builder()
                        .roleArn(AwsStsTwins.ROLE + name)
                        .roleSessionName("it")
                        .build();
            }
        },
        ROLE_BY_SAML(
                "assumeRoleWithSAML",
                AwsStsTwins.ROLE + "{}",
                (c, r) -> ((StsClient) c).assumeRoleWithSAML((AssumeRoleWithSamlRequest) r)) {
            @Override
            Object request(String name) {
                return AssumeRoleWithSamlRequest.builder()
                        .roleArn(AwsStsTwins.ROLE + name)
                        .principalArn("arn:aws:iam::000000000000:saml-provider/it")
                        .samlAssertion("assertion")
                        .build();
            }
        },
        ROLE_BY_WEB_IDENTITY(
                "assumeRoleWithWebIdentity",
                AwsStsTwins.ROLE + "{}",
                (c, r) -> ((StsClient) c).assumeRoleWithWebIdentity((AssumeRoleWithWebIdentityRequest) r)) {
            @Override
            Object request(String name) {
                return AssumeRoleWithWebIdentityRequest.builder()
                        .roleArn(AwsStsTwins.ROLE + name)
                        .roleSessionName("it")
                        .webIdentityToken("token")
                        .build();
            }
        },
        @Needs("software.amazon.awssdk.services.sts.model.AssumeRootRequest")
        ROOT("assumeRoot", "root/{}", (c, r) -> ((StsClient) c).assumeRoot((AssumeRootRequest) r)) {
            @Override
            Object request(String name) {
                return AssumeRootRequest.builder()
                        .targetPrincipal("arn:aws:iam::" + name + ":root")
                        .taskPolicyArn(policy -> policy.arn("arn:aws:iam::aws:policy/it"))
                        .build();
            }
        },
        FEDERATION(
                "getFederationToken",
                "federation-token/{}",
                (c, r) -> ((StsClient) c).getFederationToken((GetFederationTokenRequest) r)) {
            @Override
            Object request(String name) {
                return GetFederationTokenRequest.builder().name(name).build();
            }
        },
        @Needs("software.amazon.awssdk.services.sts.model.GetWebIdentityTokenRequest")
        WEB_IDENTITY(
                "getWebIdentityToken",
                "web-identity-token/{}",
                (c, r) -> ((StsClient) c).getWebIdentityToken((GetWebIdentityTokenRequest) r)) {
            @Override
            Object request(String name) {
                return GetWebIdentityTokenRequest.builder()
                        .audience(name)
                        .signingAlgorithm("RS256")
                        .build();
            }
        },
        SESSION(
                "getSessionToken",
                "session-token",
                (c, r) -> ((StsClient) c).getSessionToken((GetSessionTokenRequest) r)) {
            @Override
            Object request(String name) {
                return GetSessionTokenRequest.builder().build();
            }
        },
        @Needs("software.amazon.awssdk.services.sts.model.GetDelegatedAccessTokenRequest")
        DELEGATED(
                "getDelegatedAccessToken",
                "delegated-access-token",
                (c, r) -> ((StsClient) c).getDelegatedAccessToken((GetDelegatedAccessTokenRequest) r)) {
            @Override
            Object request(String name) {
                return GetDelegatedAccessTokenRequest.builder()
                        .tradeInToken("token")
                        .build();
            }
        };

        private final String operation;
        private final String name;
        private final AwsWay.Operation direct;

        Fetch(String operation, String name, AwsWay.Operation direct) {
            this.operation = operation;
            this.name = name;
            this.direct = direct;
        }

        abstract Object request(String name);

        String named(String as) {
            return name.replace("{}", as);
        }
    }

    private static Stream<Arguments> everyWay() {
        return Stream.of(Fetch.values())
                .flatMap(fetch -> Stream.of(AwsWay.values()).map(way -> Arguments.of(fetch, way)));
    }

    @AfterEach
    void close() {
        client.close();
        if (asyncClient != null) {
            asyncClient.close();
        }
        stub.close();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void shouldGuardEveryFetchHoweverItIsCalled(Fetch fetch, AwsWay way) throws Throwable {
        assertThat(AgentWork.inSession("s-sts", () -> unchecked(fetch, way, "allowed")))
                .isNotNull();
        final Throwable refusal = catchThrowable(() -> call(fetch, way, "denied"));

        assertThat(refusal)
                .isExactlyInstanceOf(SecurityException.class)
                .hasMessageContaining("action=FetchSecret; resource=Secret/aws-sts/" + fetch.named("denied") + ";");
        assertThat(stub.requests()).isEqualTo(1);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).extracting(d -> d.path("verdict").asText()).containsExactly("allow", "deny");
        assertThat(fetches)
                .extracting(d -> d.path("resource").asText())
                .containsExactly(
                        "Remit::Secret::\"aws-sts/" + fetch.named("allowed") + "\"",
                        "Remit::Secret::\"aws-sts/" + fetch.named("denied") + "\"");
        assertThat(fetches).allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1));
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
        assertThat(recorded.outcome(fetches.get(1)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(Fetch.class)
    void shouldRecordTheRequestAsAChildOfTheFetch(Fetch fetch) throws Exception {
        AgentWork.inSession("s-sts", () -> unchecked(fetch, AwsWay.LAMBDA, "allowed"));

        final List<JsonNode> decisions = recorded.decisions();
        assertThat(decisions).extracting(d -> d.path("category").asText()).containsExactly("tool", "secret", "http");
        assertThat(decisions)
                .allSatisfy(d -> assertThat(d.path("session").asText()).isEqualTo("s-sts"));
        assertThat(decisions.subList(1, 3))
                .extracting(d -> d.path("parent").asLong())
                .containsExactly(
                        decisions.get(0).path("call").asLong(),
                        decisions.get(1).path("call").asLong());
    }

    @ParameterizedTest
    @EnumSource(Fetch.class)
    void shouldKnowTheValueBeforeTheApplicationsContinuationRuns(Fetch fetch) throws Exception {
        stub.giving("secret-of-" + fetch);

        AgentWork.inSession("s-sts", () -> {
            final Object request = fetch.request("allowed");
            return ((CompletableFuture<?>) StsAsyncClient.class
                            .getMethod(fetch.operation, request.getClass())
                            .invoke(asyncClient(), request))
                    .thenAccept(answer -> SecretUse.of("secret-of-" + fetch))
                    .get(20, TimeUnit.SECONDS);
        });

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .contains(SecretUse.arguments(
                        "«secret:aws-sts/" + (fetch == Fetch.WEB_IDENTITY ? "web-identity-token" : "ASIA-it") + "»"));
    }

    @Test
    void shouldKnowTheSessionTokenToo() {
        stub.giving("key-of-a-session");

        SecretUse.of(client.assumeRole(r -> r.roleArn(ROLE + "allowed").roleSessionName("it"))
                .credentials()
                .sessionToken());

        assertThat(recorded.decisions("tool"))
                .extracting(d -> d.path("arguments").asText())
                .containsExactly(SecretUse.arguments("«secret:aws-sts/ASIA-it»"));
    }

    @Test
    @Needs("software.amazon.awssdk.services.sts.model.GetWebIdentityTokenRequest")
    void shouldDecideEachAudienceOfAToken() {
        assertThat(catchThrowable(() -> client.getWebIdentityToken(WebIdentity.of("allowed", "denied"))))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-sts/web-identity-token/denied;");
        assertThat(catchThrowable(() -> client.getWebIdentityToken(WebIdentity.of())))
                .isInstanceOf(SecurityException.class);
        assertThat(stub.requests()).isZero();
    }

    /** Apart, for not every version of the library has its type. */
    private static final class WebIdentity {
        static GetWebIdentityTokenRequest of(String... audience) {
            final GetWebIdentityTokenRequest.Builder request =
                    GetWebIdentityTokenRequest.builder().signingAlgorithm("RS256");
            return (audience.length == 0 ? request : request.audience(audience)).build();
        }
    }

    /** Apart, for not every version of the library has its type. */
    private static final class Root {
        static AssumeRootRequest of(String account) {
            return AssumeRootRequest.builder()
                    .targetPrincipal(account)
                    .taskPolicyArn(policy -> policy.arn("arn:aws:iam::aws:policy/it"))
                    .build();
        }
    }

    @Test
    @Needs("software.amazon.awssdk.services.sts.model.AssumeRootRequest")
    void shouldKnowAnAccountsRootUserByTheAccount() {
        assertThat(catchThrowable(() -> client.assumeRoot(Root.of("denied"))))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("resource=Secret/aws-sts/root/denied;");
        assertThat(client.assumeRoot(Root.of("allowed")).credentials()).isNotNull();
    }

    @Test
    void shouldNotTakeForAFetchWhatGivesNoCredentials() {
        assertThat(client.getCallerIdentity().account()).isEqualTo("000000000000");

        assertThat(recorded.decisions())
                .extracting(d -> d.path("category").asText())
                .containsExactly("http");
    }

    @Test
    void shouldGuardTheSdksOwnProviderOfCredentials() {
        try (StsAssumeRoleCredentialsProvider allowed = provider("allowed");
                StsAssumeRoleCredentialsProvider denied = provider("denied")) {
            assertThat(allowed.resolveCredentials().accessKeyId()).isEqualTo("ASIA-it");
            assertThat(allowed.resolveCredentials().accessKeyId()).isEqualTo("ASIA-it");
            assertThat(catchThrowable(() -> denied.resolveCredentials()))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("resource=Secret/aws-sts/" + ROLE + "denied;");
        }

        assertThat(stub.requests()).isEqualTo(1);
        assertThat(recorded.decisions("secret"))
                .extracting(d -> d.path("verdict").asText())
                .containsExactly("allow", "deny");
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsWay.class,
            names = {"LAMBDA", "ASYNCHRONOUS"})
    void shouldTakeARetryForAPartOfTheFetch(AwsWay way) throws Throwable {
        stub.failing(2);

        call(Fetch.ROLE_ITSELF, way, "allowed");

        assertThat(stub.requests()).isEqualTo(3);
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcomes(fetches.get(0))).isEqualTo(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("ok");
    }

    @Test
    void shouldMakeOneAttemptWhereTheRequestItselfIsRefused() {
        try (StsClient denied = client(stub.deniedEndpoint())) {
            assertThat(catchThrowable(() -> denied.assumeRole(r -> r.roleArn(ROLE + "allowed"))))
                    .hasStackTraceContaining("Remit refused this call: action=POST");
        }

        assertThat(stub.requests()).isZero();
        final List<JsonNode> fetches = recorded.decisions("secret");
        assertThat(fetches).hasSize(1);
        assertThat(recorded.outcome(fetches.get(0)).path("outcome").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsWay.class,
            names = {"LAMBDA", "ASYNCHRONOUS"})
    void shouldRecordAFetchThatFails(AwsWay way) {
        assertThat(catchThrowable(() -> call(Fetch.ROLE_ITSELF, way, "missing")))
                .isInstanceOf(StsException.class);
        stub.close();
        assertThat(catchThrowable(() -> call(Fetch.ROLE_ITSELF, way, "allowed")))
                .isInstanceOf(SdkClientException.class);

        assertThat(recorded.decisions("secret"))
                .hasSize(2)
                .allSatisfy(d -> assertThat(recorded.outcomes(d)).isEqualTo(1))
                .allSatisfy(d ->
                        assertThat(recorded.outcome(d).path("outcome").asText()).isEqualTo("error"));
    }

    private StsAssumeRoleCredentialsProvider provider(String role) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(client)
                .refreshRequest(r -> r.roleArn(ROLE + role).roleSessionName("it"))
                .build();
    }

    private Object unchecked(Fetch fetch, AwsWay way, String name) {
        try {
            return call(fetch, way, name);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private Object call(Fetch fetch, AwsWay way, String name) throws Throwable {
        return way.call(
                way.isAsynchronous() ? StsAsyncClient.class : StsClient.class,
                way.isAsynchronous() ? asyncClient() : client,
                fetch.operation,
                fetch.request(name),
                fetch.direct);
    }

    private StsAsyncClient asyncClient() {
        if (asyncClient == null) {
            asyncClient = AwsStub.at(StsAsyncClient.builder(), stub.endpoint())
                    .httpClient(AwsStub.TRANSPORT)
                    .build();
        }
        return asyncClient;
    }

    private static StsClient client(URI endpoint) {
        return AwsStub.at(StsClient.builder(), endpoint)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
