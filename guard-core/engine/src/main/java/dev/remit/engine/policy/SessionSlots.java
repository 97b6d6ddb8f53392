package dev.remit.engine.policy;

import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.SlotSource;
import dev.remit.cedar.eval.Value;
import dev.remit.engine.session.KeptState;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of {@code context.session}, for a frame; what no policy reads is not kept. Outside of any AI agent's work nothing was
 * done yet: counts are 0 and sets are empty. Described in {@code docs/context.md}. Not thread-safe.
 */
final class SessionSlots {
    private static final Value EMPTY = Value.set(List.of());
    /** The first of the numbers by which frames ask; the record's own. */
    static final int FIRST = 0;

    private static final int CALLS = FIRST + 1;
    private static final int DENIALS = FIRST + 2;
    private static final int CONSECUTIVE_DENIALS = FIRST + 3;
    private static final int PIVOTS = FIRST + 4;
    private static final int TOOL_CALLS = FIRST + 5;
    private static final int TOOL_DENIALS = FIRST + 6;
    private static final int RATE_1M = FIRST + 7;
    private static final int RATE_1H = FIRST + 8;
    private static final int AGE_MS = FIRST + 9;
    private static final int LABELS = FIRST + 10;
    private static final int CALLED_TOOLS = FIRST + 11;
    private static final int CONTACTED_HOSTS = FIRST + 12;
    private static final int FETCHED_SECRETS = FIRST + 13;
    private static final int LAST_TOOL = FIRST + 14;

    /** The attributes, in the order of their numbers. */
    static final String[] NAMES = {
        "calls",
        "denials",
        "consecutiveDenials",
        "pivots",
        "toolCalls",
        "toolDenials",
        "rate1m",
        "rate1h",
        "ageMs",
        "labels",
        "calledTools",
        "contactedHosts",
        "fetchedSecrets",
        "lastTool"
    };

    private final @Nullable CompiledPolicies policies;
    private final SessionView view;
    private final KeptState kept;

    /** @param view the session as a call finds it */
    SessionSlots(@Nullable CompiledPolicies policies, SessionView view) {
        this.policies = policies;
        this.view = view;
        this.kept = new KeptState(
                isRead(RATE_1M) || isRead(RATE_1H),
                isRead(TOOL_CALLS) || isRead(TOOL_DENIALS),
                isRead(PIVOTS),
                isRead(CALLED_TOOLS),
                isRead(CONTACTED_HOSTS),
                isRead(FETCHED_SECRETS),
                isRead(LABELS));
    }

    private int slot(int attribute) {
        return ContextSlots.slot(policies, "session", NAMES[attribute - FIRST - 1]);
    }

    private boolean isRead(int attribute) {
        return slot(attribute) >= 0;
    }

    /** What some policy reads. */
    KeptState kept() {
        return kept;
    }

    /** Has the frame ask {@code source}, which hands on what it is asked for here. */
    void serve(RequestFrame frame, SlotSource source) {
        frame.defer(ContextSlots.slot(policies, "session"), source, FIRST);
        for (int attribute = FIRST + 1; attribute <= FIRST + NAMES.length; attribute++) {
            frame.defer(slot(attribute), source, attribute);
        }
    }

    /**
     * See {@link SlotSource#bind}.
     *
     * @param in the session; null outside of any AI agent's work, where the view is clear
     */
    void bind(RequestFrame frame, int slot, int attribute, @Nullable Session in) {
        if (attribute == FIRST) {
            frame.setRecord(slot);
            return;
        }
        switch (attribute) {
            case CALLS -> frame.setLong(slot, view.calls);
            case DENIALS -> frame.setLong(slot, view.denials);
            case CONSECUTIVE_DENIALS -> frame.setLong(slot, view.consecutiveDenials);
            case PIVOTS -> frame.setLong(slot, view.pivots);
            case TOOL_CALLS -> frame.setLong(slot, view.toolCalls);
            case TOOL_DENIALS -> frame.setLong(slot, view.toolDenials);
            case RATE_1M -> frame.setLong(slot, view.rate1m);
            case RATE_1H -> frame.setLong(slot, view.rate1h);
            case AGE_MS -> frame.setLong(slot, view.ageMs);
            case LABELS -> frame.set(slot, in == null ? EMPTY : in.labels());
            case CALLED_TOOLS -> frame.set(slot, in == null ? EMPTY : in.calledTools());
            case CONTACTED_HOSTS -> frame.set(slot, in == null ? EMPTY : in.contactedHosts());
            case FETCHED_SECRETS -> frame.set(slot, in == null ? EMPTY : in.fetchedSecrets());
            case LAST_TOOL -> {
                final @Nullable String last = in == null ? null : in.lastTool();
                if (last != null) {
                    frame.setString(slot, last);
                }
            }
            default -> throw new IllegalArgumentException("attribute=" + attribute);
        }
    }
}
