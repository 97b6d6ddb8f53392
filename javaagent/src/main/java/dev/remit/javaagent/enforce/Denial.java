package dev.remit.javaagent.enforce;

import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.GuardedEntity;
import org.jspecify.annotations.Nullable;

/**
 * The words of a refusal: one line, fixed labelled fields in a fixed order, for a model or a person to act on. They hold no
 * double quote, backslash or control character, so that a hook can put them between quotes as they are.
 *
 * <p>{@code Remit refused this call: action=refund; resource=Toolset/support; principal=Agent/spiffe://…; policy=refund-limit;
 * reason=…; instead=…; call=17}
 */
final class Denial {
    /** When the guard itself failed. */
    static final String FAULT =
            "Remit refused this call: the guard itself failed; reason=an unexpected error in the guard, see"
                    + " the journal; instead=do not retry, tell the operator";

    /** Why nothing is allowed in an AI agent's work of which the session is not known. */
    static final String NO_SESSION =
            "the guard itself failed when this AI agent's work began, so that its session is not known, see the journal";

    private static final String NO_POLICY = "none permits it";
    private static final String GO_ON =
            "go on without it or tell the user that it is not permitted; a repetition is refused again";

    private Denial() {}

    /**
     * The refusal of a request that was denied, or that was allowed and could not be recorded.
     *
     * @param recorded whether there is a record of it
     */
    static String text(DecisionRequest asked, long call, boolean recorded) {
        final StringBuilder text = new StringBuilder(256);
        text.append("Remit refused this call: action=");
        plain(text, asked.action().uid().id());
        entity(text.append("; resource="), asked.resource());
        entity(text.append("; principal="), asked.principal());
        text.append("; policy=");
        if (asked.policyCount() == 0) {
            text.append(NO_POLICY);
        }
        for (int i = 0; i < asked.policyCount(); i++) {
            plain(text.append(i == 0 ? "" : ","), asked.policyIds()[i]);
        }
        final @Nullable String reason = recorded
                ? asked.reason()
                : "it could not be recorded: the audit ring is full or its writer has stopped";
        if (reason != null) {
            plain(text.append("; reason="), reason);
        }
        final @Nullable String instead = asked.annotation("instead");
        plain(text.append("; instead="), instead == null ? GO_ON : instead);
        return text.append("; call=").append(call).toString();
    }

    private static void entity(StringBuilder text, GuardedEntity entity) {
        final String type = entity.uid().type();
        text.append(type, type.lastIndexOf(':') + 1, type.length()).append('/');
        plain(text, entity.uid().id());
    }

    private static void plain(StringBuilder text, @Nullable String words) {
        if (words == null) {
            return;
        }
        for (int i = 0; i < words.length(); i++) {
            final char c = words.charAt(i);
            text.append(c == '"' || c == '\\' ? '\'' : Character.isISOControl(c) ? ' ' : c);
        }
    }
}
