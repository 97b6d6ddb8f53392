package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.Value;
import dev.remit.engine.session.KeptState;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in the frame the attributes of {@code context.session} lie; what no policy reads is neither filled in nor kept. Outside of
 * any AI agent's work nothing was done yet: counts are 0 and sets are empty. Described in {@code docs/context.md}. Immutable.
 */
final class SessionSlots {
    private static final Value EMPTY = Value.set(List.of());

    private final int session;
    private final int calls;
    private final int denials;
    private final int consecutiveDenials;
    private final int pivots;
    private final int toolCalls;
    private final int toolDenials;
    private final int rate1m;
    private final int rate1h;
    private final int ageMs;
    private final int labels;
    private final int calledTools;
    private final int contactedHosts;
    private final int fetchedSecrets;
    private final int lastTool;
    private final KeptState kept;

    SessionSlots(@Nullable CompiledPolicies policies) {
        session = ContextSlots.slot(policies, "session");
        calls = slot(policies, "calls");
        denials = slot(policies, "denials");
        consecutiveDenials = slot(policies, "consecutiveDenials");
        pivots = slot(policies, "pivots");
        toolCalls = slot(policies, "toolCalls");
        toolDenials = slot(policies, "toolDenials");
        rate1m = slot(policies, "rate1m");
        rate1h = slot(policies, "rate1h");
        ageMs = slot(policies, "ageMs");
        labels = slot(policies, "labels");
        calledTools = slot(policies, "calledTools");
        contactedHosts = slot(policies, "contactedHosts");
        fetchedSecrets = slot(policies, "fetchedSecrets");
        lastTool = slot(policies, "lastTool");
        kept = new KeptState(
                rate1m >= 0 || rate1h >= 0,
                toolCalls >= 0 || toolDenials >= 0,
                pivots >= 0,
                calledTools >= 0,
                contactedHosts >= 0,
                fetchedSecrets >= 0,
                labels >= 0);
    }

    private static int slot(@Nullable CompiledPolicies policies, String attribute) {
        return ContextSlots.slot(policies, "session", attribute);
    }

    /** What some policy reads. */
    KeptState kept() {
        return kept;
    }

    /** @param in the session; null outside of any AI agent's work, where {@code view} is clear */
    void bind(RequestFrame frame, SessionView view, @Nullable Session in) {
        if (session < 0) {
            return;
        }
        frame.setRecord(session);
        frame.setLong(calls, view.calls);
        frame.setLong(denials, view.denials);
        frame.setLong(consecutiveDenials, view.consecutiveDenials);
        frame.setLong(pivots, view.pivots);
        frame.setLong(toolCalls, view.toolCalls);
        frame.setLong(toolDenials, view.toolDenials);
        frame.setLong(rate1m, view.rate1m);
        frame.setLong(rate1h, view.rate1h);
        frame.setLong(ageMs, view.ageMs);
        if (labels >= 0) {
            frame.set(labels, in == null ? EMPTY : in.labels());
        }
        if (calledTools >= 0) {
            frame.set(calledTools, in == null ? EMPTY : in.calledTools());
        }
        if (contactedHosts >= 0) {
            frame.set(contactedHosts, in == null ? EMPTY : in.contactedHosts());
        }
        if (fetchedSecrets >= 0) {
            frame.set(fetchedSecrets, in == null ? EMPTY : in.fetchedSecrets());
        }
        final @Nullable String last = lastTool < 0 || in == null ? null : in.lastTool();
        if (last != null) {
            frame.setString(lastTool, last);
        }
    }
}
