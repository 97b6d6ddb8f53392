package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.session.Session;
import org.junit.jupiter.api.Test;

class DenialTest {
    private static final String PRINCIPAL = "; principal=Agent/spiffe://example.org/shop/support";

    private static DecisionRequest denied(String policies, String toolset, String tool, String arguments) {
        final DecisionRequest request = new DecisionRequest(TestGuard.snapshot(policies));
        request.by(new Session(null, "conversation", 0), null, 0);
        request.tool(toolset, tool, arguments);
        assertThat(request.isAllowed()).isFalse();
        return request;
    }

    @Test
    void shouldSayItsFieldsInOrder() {
        final DecisionRequest request = denied(
                "@id(\"ceiling\") @reason(\"refunds above 100 are for people\") @instead(\"ask a person\")"
                        + " forbid (principal, action, resource) when { context.input.amount > 100 };",
                "com.acme.Support",
                "refund",
                "{\"amount\": 400}");
        assertThat(Denial.text(request, 17, true))
                .isEqualTo("Remit refused this call: action=refund; resource=Toolset/com.acme.Support" + PRINCIPAL
                        + "; policy=ceiling; reason=refunds above 100 are for people; instead=ask a person; call=17");
    }

    @Test
    void shouldNameEveryPolicyThatForbade() {
        final DecisionRequest request = denied(
                "@id(\"one\") forbid (principal, action, resource);"
                        + "@id(\"two\") @reason(\"because\") forbid (principal, action, resource);",
                "Support",
                "refund",
                null);
        assertThat(Denial.text(request, 1, true))
                .contains("; policy=one,two; reason=because; instead=go on without it");
    }

    @Test
    void shouldSayThatNoPolicyPermits() {
        final DecisionRequest request =
                denied("permit (principal, action == Remit::Action::\"other\", resource);", "Support", "refund", "{}");
        assertThat(Denial.text(request, 2, true))
                .isEqualTo("Remit refused this call: action=refund; resource=Toolset/Support" + PRINCIPAL
                        + "; policy=none permits it; instead=go on without it or tell the user that it is not permitted;"
                        + " a repetition is refused again; call=2");
    }

    @Test
    void shouldSayWhatWasNotUnderstood() {
        final DecisionRequest request = denied("permit (principal, action, resource);", "Support", "", "{}");
        assertThat(Denial.text(request, 3, true)).contains("; reason=the tool has no name; instead=");
    }

    @Test
    void shouldSayThatACallCouldNotBeRecorded() {
        final DecisionRequest request =
                new DecisionRequest(TestGuard.snapshot("permit (principal, action, resource);"));
        request.tool("Support", "refund", "{}");
        assertThat(request.isAllowed()).isTrue();
        assertThat(Denial.text(request, 4, false)).contains("; reason=it could not be recorded: ");
    }

    /** The name is the model's, the reason the operator's: neither may break out of the quotes that a hook puts around it. */
    @Test
    void shouldHoldNothingThatEndsAQuotedText() {
        final DecisionRequest request = denied(
                "@id(\"a\\\"b\") @reason(\"c\\\\d\\n\\u{85}e\") forbid (principal, action, resource);",
                "tool\\set\r\n",
                "re\"fund\u0000\u007f; policy=none",
                null);
        final String text = Denial.text(request, 5, true);
        assertThat(text).contains("action=re'fund  ", "Toolset/tool'set  ", "policy=a'b", "reason=c'd  e");
        assertThat(text.chars()).noneMatch(c -> c == '"' || c == '\\' || Character.isISOControl(c));
        assertThat(Denial.FAULT.chars()).noneMatch(c -> c == '"' || c == '\\' || Character.isISOControl(c));
    }
}
