package dev.remit.engine.policy.explain;

import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.session.Session;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The session of a recorded decision, made again from the records of its life. What was done in it, {@link StateReplay} counts. For one use. */
final class SessionReplay {
    private final JournalRecord decision;
    private @Nullable Session session;

    /** How many sessions of that id and principal there are at the time. */
    private int live;

    private boolean begun;
    private boolean several;

    SessionReplay(JournalRecord decision) {
        this.decision = decision;
    }

    /** Whether the record is of that session, as far as a record says it. */
    boolean has(JournalRecord record) {
        return Objects.equals(record.session(), decision.session())
                && Objects.equals(record.principal(), decision.principal());
    }

    void opened(JournalRecord record) {
        // A session that was closed is over: one of the same id begins with nothing done.
        if (live == 0) {
            session = begin(record);
            begun = true;
            several = false;
        } else {
            several = true;
        }
        live++;
    }

    void closed() {
        live = Math.max(0, live - 1);
    }

    void labelled(JournalRecord record) {
        if (record.reason() != null) {
            at(record).label(record.reason());
        }
    }

    /** The session as the record finds it. */
    Session at(JournalRecord record) {
        if (session == null) {
            session = begin(record);
        }
        return session;
    }

    private Session begin(JournalRecord record) {
        return new Session(
                record.kind().equals("session_opened")
                        ? RecordedDetail.texts(record).get("agent")
                        : null,
                String.valueOf(decision.session()),
                StateReplay.timeMs(record));
    }

    void note(List<String> notes) {
        String name = "the session " + decision.session();
        if (!begun) {
            notes.add("the journal does not hold how " + name + " began; what was done in it before is not counted,"
                    + " and its agent's name not known");
        } else if (several) {
            notes.add("several AI agents of the same principal had " + name
                    + " at the same time; what all of them did is counted");
        }
    }
}
