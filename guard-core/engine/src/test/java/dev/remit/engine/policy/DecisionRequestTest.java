package dev.remit.engine.policy;

import static dev.remit.engine.policy.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionRequestTest {
    private static final String PERMIT_ALL = "permit (principal, action, resource);";
    private static final String READS_INPUT = PERMIT_ALL
            + "@id(\"ceiling\") @reason(\"too much\") @instead(\"ask a person\")"
            + "forbid (principal, action in Remit::Action::\"CallTool\", resource)"
            + " when { context has input && context.input has amount && context.input.amount > 100 };";

    @ParameterizedTest(name = "[{index}]")
    @NullSource
    @ValueSource(strings = {"", " ", "\t\n"})
    void shouldDenyAToolWithoutAName(String name) {
        final DecisionRequest request = request(PERMIT_ALL);
        request.tool("Tools", name, "{}");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.reason()).isEqualTo("the tool has no name");
        assertThat(request.policyCount()).isZero();
        assertThat(request.errorCount()).isZero();
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(
            strings = {
                "CallTool",
                "HttpRequest",
                "FetchSecret",
                "Connect",
                "Exec",
                "LoadCode",
                "GET",
                "HEAD",
                "POST",
                "PUT",
                "DELETE",
                "PATCH",
                "OPTIONS",
                "TRACE",
                "CONNECT"
            })
    void shouldDenyAToolThatTakesTheNameOfAnAction(String name) {
        final DecisionRequest request = request(PERMIT_ALL);
        request.tool("Tools", name, "{}");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.reason()).contains("rename the tool");
    }

    /** A policy that permits a tool says nothing of requests. */
    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"refund", "CallTool", "Exec", "LoadCode", "get", "Post", "PROPFIND", "G3T", " GET", ""})
    void shouldDenyAMethodThatIsNone(String method) {
        final DecisionRequest request = request(PERMIT_ALL);
        request.http(method, "https", "acme.com", 443, "/");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.reason()).contains("method");
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(
            strings = {
                "refund everything",
                "{\"amount\": }",
                "{\"amount\": 1} trailing",
                "[{\"amount\": 1}]",
                "17",
                "{\"amount\": 1, \"amount\": 1000}",
                "{\"amount\": 1, \"am\\u006funt\": 1000}"
            })
    void shouldDenyArgumentsThatItDoesNotUnderstand(String arguments) {
        final DecisionRequest request = request(READS_INPUT);
        request.tool("Tools", "refund", arguments);
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.problem()).isNotNull();
        assertThat(request.reason()).startsWith("the tool's arguments");
    }

    @Test
    void shouldNotMindArgumentsThatNoPolicyReads() {
        final DecisionRequest request = request(PERMIT_ALL);
        request.tool("Tools", "refund", "refund everything");
        assertThat(request.isAllowed()).isTrue();
    }

    @ParameterizedTest(name = "[{index}]")
    @NullSource
    @ValueSource(strings = {"", " ", "{}", "{\"note\": \"a\", \"note\": \"b\"}", "{\"amount\": 100}"})
    void shouldAllowWhatNoPolicyForbids(String arguments) {
        final DecisionRequest request = request(READS_INPUT);
        request.tool("Tools", "refund", arguments);
        assertThat(request.isAllowed()).isTrue();
        assertThat(request.reason()).isNull();
    }

    @Test
    void shouldReadMapsAsItReadsText() {
        final DecisionRequest request = request(READS_INPUT);
        final Map<String, Object> arguments = new HashMap<>();
        for (Object amount : List.of(40, 40L, (short) 40)) {
            arguments.put("amount", amount);
            request.tool("Tools", "refund", arguments);
            assertThat(request.isAllowed()).isTrue();
        }
        arguments.put("amount", 4000);
        request.tool("Tools", "refund", arguments);
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.policyIds()[0]).isEqualTo("ceiling");
        assertThat(request.policyCount()).isOne();
        assertThat(request.reason()).isEqualTo("too much");
        assertThat(request.annotation("instead")).isEqualTo("ask a person");
        assertThat(request.annotation("owner")).isNull();
        request.tool("Tools", "refund", new StringBuilder("{}"));
        assertThat(request.isAllowed()).isFalse();
    }

    /** What a policy says of itself is for whoever enforces the decision. */
    @Test
    void shouldOfferTheAnnotationsOfWhateverDecided() {
        final DecisionRequest request = request("@id(\"a\") @owner(\"one\") permit (principal, action, resource);"
                + "@id(\"b\") @owner(\"two\") @flag permit (principal, action, resource);"
                + "@id(\"c\") @step_up(\"approvers\") @owner(\"three\") forbid (principal, action, resource)"
                + " when { context.input.amount > 100 };");
        request.tool("Tools", "refund", "{\"amount\": 1}");
        assertThat(request.isAllowed()).isTrue();
        assertThat(request.annotation("owner")).isEqualTo("one");
        assertThat(request.annotation("flag")).isEmpty();
        assertThat(request.annotation("step_up")).isNull();
        request.tool("Tools", "refund", "{\"amount\": 101}");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.annotation("step_up")).isEqualTo("approvers");
        assertThat(request.annotation("owner")).isEqualTo("three");
        assertThat(request.annotation("flag")).isNull();
        request.tool("Tools", "refund", "{}");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.annotation("step_up"))
                .as("of one that could not be evaluated")
                .isEqualTo("approvers");
        request.tool("Tools", "refund", "no JSON");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.annotation("owner")).as("no policy was asked").isNull();
    }

    /** Used again and again, a request must not decide on what the last one left. */
    @Test
    void shouldForgetTheRequestBefore() {
        final DecisionRequest request = request(READS_INPUT);
        request.tool("Tools", "refund", "{\"amount\": 4000}");
        assertThat(request.isAllowed()).isFalse();
        request.tool("Tools", "refund", "not JSON");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.policyCount()).isZero();
        request.tool("Tools", "refund", null);
        assertThat(request.isAllowed()).isTrue();
        request.http("GET", "https", "acme.com", -1, "/");
        assertThat(request.isAllowed()).isTrue();
        request.http("GET", "https", null, -1, "/");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.reason()).isEqualTo("the request names no host");
    }

    @ParameterizedTest(name = "{0}://{1}:{2}")
    @CsvSource({
        "https, acme.com, -1, acme.com:443",
        "HTTPS, acme.com, -1, acme.com:443",
        "wss, acme.com, -1, acme.com:443",
        "http, acme.com, -1, acme.com:80",
        "ws, acme.com, -1, acme.com:80",
        ", acme.com, -1, acme.com:80",
        "https, acme.com, 8443, acme.com:8443",
        "https, ACME.com., 443, acme.com:443",
        "https, [::1], -1, [0:0:0:0:0:0:0:1]:443",
        "http, 127.1, 8080, 127.0.0.1:8080",
    })
    void shouldNameTheHostWithItsPort(String scheme, String host, int port, String id) {
        final DecisionRequest request = request("permit (principal, action, resource == Remit::Host::\"" + id + "\");");
        request.http("GET", scheme, host, port, "/");
        assertThat(request.resource().uid().id()).isEqualTo(id);
        assertThat(request.isAllowed()).isTrue();
        assertThat(id).endsWith(":" + request.port());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "api.eu.acme.com, true",
        "acme.com, true",
        "ACME.COM., true",
        "notacme.com, false",
        "acme.com.evil.example, false",
        "com, false",
        "xacme.com, false",
    })
    void shouldKnowTheDomainsOfAHost(String host, boolean allowed) {
        final DecisionRequest request = request("permit (principal, action, resource in Remit::Domain::\"acme.com\");");
        request.http("GET", "https", host, -1, "/");
        assertThat(request.isAllowed()).isEqualTo(allowed);
        request.connect(host, 443);
        assertThat(request.isAllowed()).isEqualTo(allowed);
    }

    @Test
    void shouldNotTakeAnAddressForADomain() {
        final DecisionRequest request = request("permit (principal, action, resource in Remit::Domain::\"1\");");
        request.connect("10.0.0.1", 443);
        assertThat(request.isAllowed()).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "https://acme.com/v1/a?b=/v2, true",
        "/v1/a, true",
        "https://acme.com/v2/a?b=/v1/, false",
        "https://acme.com, false",
        ", false",
    })
    void shouldOfferThePathToPolicies(String url, boolean allowed) {
        final DecisionRequest request =
                request("permit (principal, action, resource) when { context.http.path like \"/v1/*\" };");
        request.http("GET", "https", "acme.com", -1, url);
        assertThat(request.isAllowed()).isEqualTo(allowed);
    }

    @Test
    void shouldOfferEveryPartOfARequest() {
        final DecisionRequest request = request("permit (principal, action == Remit::Action::\"PUT\", resource) when {"
                + " context.http.method == \"PUT\" && context.http.scheme == \"https\" && context.http.port == 443"
                + " && context.http.host == \"acme.com\" && context.http.path == \"/\" };");
        request.http("PUT", "https", "Acme.com", -1, "https://Acme.com");
        assertThat(request.isAllowed()).isTrue();
    }

    @Test
    void shouldOfferTheTimeOfEveryRequest() {
        final DecisionRequest request =
                request("permit (principal, action, resource) when { context.system.now > datetime(\"2026-01-01\")"
                        + " && context.system.now < datetime(\"2126-01-01\") };");
        request.connect("acme.com", 443);
        assertThat(request.isAllowed()).isTrue();
        request.tool("shop", "refund", Map.of());
        assertThat(request.isAllowed()).isTrue();
    }

    @Test
    void shouldTellAnAgentFromItsApplication() {
        final DecisionRequest request =
                request("permit (principal == Remit::Agent::\"" + Requests.SPIFFE_ID + "\", action, resource) when {"
                        + " principal in Remit::Workload::\"" + Requests.SPIFFE_ID + "\" && !principal.attested"
                        + " && principal.trustDomain == \"example.org\" && principal.name == \"support\" };");
        request.connect("acme.com", 25);
        assertThat(request.isAllowed()).isTrue();
        request.by(null, null, System.currentTimeMillis());
        request.connect("acme.com", 25);
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.principal().text()).isEqualTo("Remit::Workload::\"" + Requests.SPIFFE_ID + "\"");
    }

    @Test
    void shouldNameSecretsAndPrograms() {
        final DecisionRequest request = request("permit (principal, action == Remit::Action::\"FetchSecret\","
                + " resource == Remit::Secret::\"aws-sm/prod/db\");"
                + "permit (principal, action == Remit::Action::\"Exec\", resource == Remit::Program::\"git\");");
        request.secret("aws-sm", "prod/db");
        assertThat(request.isAllowed()).isTrue();
        request.secret("vault", "prod/db");
        assertThat(request.isAllowed()).isFalse();
        request.secret("aws-sm", null);
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.reason()).isEqualTo("the secret has no name");
        request.exec("git");
        assertThat(request.isAllowed()).isTrue();
        request.exec("/tmp/git");
        assertThat(request.isAllowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/app/lib/libx.so, /opt/app/lib/libx.so, true",
        "/opt/app/lib/libx.so, /opt/app/lib, true",
        "/opt/app/lib/libx.so, /opt, true",
        "/opt/app/lib/libx.so, /, true",
        "/opt/app/lib/libx.so, /opt/app/li, false",
        "/opt/application/libx.so, /opt/app, false",
        "C:\\app\\x.dll, C:\\app, true",
        "tcnative, tcnative, true",
        "tcnative, /, false",
        "agent/com.acme.A, agent, true",
        "agent/com.acme.A, agent/com.acme.A, true",
        "agent/com.acme.A, agent/com.acme, false"
    })
    void shouldKnowCodeByWhatItLiesIn(String code, String permitted, boolean allowed) {
        final DecisionRequest request = request("permit (principal, action == Remit::Action::\"LoadCode\", resource in "
                + "Remit::Code::\"" + permitted.replace("\\", "\\\\") + "\");");
        request.load(code);
        assertThat(request.isAllowed()).isEqualTo(allowed);
        assertThat(request.action().text()).isEqualTo("Remit::Action::\"LoadCode\"");
    }

    @Test
    void shouldDenyAndSayWhichPolicyErred() {
        final DecisionRequest request = request(PERMIT_ALL
                + "@id(\"erring\") forbid (principal, action, resource) when { context.input.absent == 1 };");
        request.tool("Tools", "refund", "{}");
        assertThat(request.isAllowed()).isFalse();
        assertThat(request.errorCount()).isOne();
        assertThat(request.erroringPolicyId(0)).isEqualTo("erring");
        assertThat(request.errorMessage(0)).contains("absent");
    }

    @Test
    void shouldAllowEverythingWhileThereIsNoPolicy() {
        final DecisionRequest request = Requests.agents(new PolicySnapshot(
                null, Identities.configured(SpiffeId.parse(Requests.SPIFFE_ID)), Surroundings.UNKNOWN));
        request.tool(null, "refund", "not JSON");
        assertThat(request.isAllowed()).isTrue();
        assertThat(request.resource().text()).isEqualTo("Remit::Toolset::\"unknown\"");
        assertThat(request.reason()).isNull();
        assertThat(request.errorCount()).isZero();
        request.tool(null, "GET", null);
        assertThat(request.isAllowed()).isFalse();
    }
}
