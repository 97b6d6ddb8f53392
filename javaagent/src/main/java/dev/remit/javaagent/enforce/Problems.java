package dev.remit.javaagent.enforce;

import dev.remit.engine.audit.Recorder;
import dev.remit.engine.policy.DecisionRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong inside the guard: each kind is put into the journal when it is first seen, what was refused each time.
 * Thread-safe; never throws.
 */
public final class Problems {
    /** How often is tried what must not be left out, such as a call's end: what it failed for may have passed. */
    static final int TRIES = 2;

    private final FirstTimes seen = new FirstTimes();
    private final List<Early> early = new ArrayList<>();
    private @Nullable Recorder recorder;

    /** What could not be said when it came up, for the same reason perhaps. Read without order: whoever sees it says it. */
    private @Nullable Throwable unsaid;

    /** Problems that are told to this recorder from now on, and those that came before. */
    synchronized void tell(Recorder to) {
        recorder = to;
        for (Early each : early) {
            to.anomaly(each.name, each.text);
        }
        early.clear();
    }

    private synchronized void anomaly(String name, String text) {
        if (recorder == null) {
            early.add(new Early(name, text));
        } else {
            recorder.anomaly(name, text);
        }
    }

    /**
     * Policies could not be evaluated for a request.
     *
     * @param errors those of the same version of the policies
     */
    void policyErrors(DecisionRequest asked, FirstTimes errors) {
        for (int i = 0; i < asked.errorCount(); i++) {
            final String policy = asked.erroringPolicyId(i);
            if (errors.isFirst(policy)) {
                anomaly("policy-error", "policy " + policy + " could not be evaluated: " + asked.errorMessage(i));
            }
        }
    }

    /**
     * A call could not be recorded. The journal can't say so now, so it is said on stderr, once.
     *
     * @param failure what ended the journal's writer; null while it lives and the ring is full
     * @param stall what it waits for; null if it only can't keep up
     */
    void notRecorded(@Nullable Throwable failure, @Nullable Throwable stall) {
        if (failure != null) {
            if (seen.isFirst("writer stopped")) {
                notRecorded("the journal's writer has stopped (" + failure + "); free the cause and restart");
            }
        } else if (stall != null) {
            if (seen.isFirst("writer waits")) {
                notRecorded("the audit ring is full, its writer waits (" + stall.getMessage()
                        + "); it goes on by itself when it can");
            }
        } else if (seen.isFirst("ring full")) {
            notRecorded("the audit ring is full, its writer can't keep up");
        }
    }

    private static void notRecorded(String why) {
        System.err.println("Remit: calls can't be recorded: " + why);
    }

    /** The guard threw. Its message is not recorded: it may hold the application's data. */
    public void fault(Throwable t) {
        try {
            say(t);
        } catch (Throwable again) {
            // Where there is no memory, or no stack.
            unsaid = t;
        }
    }

    /** Says what could not be said before: called where a call has just been recorded. */
    void catchUp() {
        final @Nullable Throwable before = unsaid;
        if (before != null) {
            unsaid = null;
            fault(before);
        }
    }

    private void say(Throwable t) {
        final StackTraceElement[] trace = t.getStackTrace();
        final String place = trace.length == 0 ? "an unknown place" : trace[0].toString();
        final String kind = t.getClass().getName() + place;
        if (!seen.contains(kind)) {
            anomaly("guard-fault", "the guard threw " + t.getClass().getName() + " at " + place);
            seen.isFirst(kind);
        }
    }

    /**
     * Something that the operator is to know, once.
     *
     * @param name a fixed name of its kind
     */
    public void report(String name, String what) {
        if (seen.isFirst(what)) {
            anomaly(name, what);
        }
    }

    /**
     * What an application or a stranger asked for and did not get. Said each time, and nothing of it is kept: the text may name what
     * they have sent, or a task, of which there is no end.
     *
     * @param name a fixed name of its kind
     */
    void refused(String name, String what) {
        try {
            anomaly(name, what);
        } catch (Throwable t) {
            fault(t);
        }
    }

    /** What was found before there was a recorder. */
    private record Early(String name, String text) {}
}
