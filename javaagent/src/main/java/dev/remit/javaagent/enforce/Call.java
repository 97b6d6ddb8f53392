package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.Task;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A call that has been let through and has not ended: an element of its thread's {@link CallStack}, used again and again. */
final class Call {
    /** The call site that opened it, and that must close it. */
    int site;

    /** What it is; null for the beginning of an AI agent's work. */
    @Nullable
    Category category;

    /** The call's number; zero for one that has no record of its own. */
    long id;

    /** For a call that goes on here and was recorded elsewhere: its number. */
    long parentId;

    /** The record of what the model was last asked and answered within this beginning of an AI agent's work; zero for none. */
    long turnId;

    /** What that record is a part of. */
    long turnParentId;

    /** That answer. */
    @Nullable
    Object turn;

    /** When it began, in nanoseconds since the epoch. */
    long startNs;

    /** Whether this is the same logical call as the one below: no record, no decision of its own. */
    boolean absorbed;

    /** Whether this was decided together with the one below, for one action, and ends with it. */
    boolean joined;

    /** Whether the session is over when this is. */
    boolean closesSession;

    /** Whether the task is over when this is. */
    boolean closesTask;

    /** Whether this was handed over from elsewhere, so that it is no part of the calls below. */
    boolean detached;

    /** Whether its end is recorded, or in other hands. */
    boolean over;

    @Nullable
    Object request;

    /** The session of the AI agent whose doing it is; null for the application's own. */
    @Nullable
    Session session;

    /** The task that it is a part of. */
    @Nullable
    Task task;

    /** The servlet request in whose course this is, where this serves it or goes on elsewhere; else null. */
    @Nullable
    ServedRequest served;

    /** The secret that is fetched, or the host that is spoken to or connected to. */
    String name = "";

    /** The port that is spoken or connected to. */
    int port;

    /** The address that is connected to, where that was decided on its own: its name should not mean it. */
    @Nullable
    InetAddress address;

    @Nullable
    String method;

    @Nullable
    String scheme;

    @Nullable
    String url;

    /** Whether a connection to there is a part of this. */
    boolean isConnectedTo(String host, int hostPort) {
        return (category == Category.HTTP || category == Category.CONNECT) && port == hostPort && name.equals(host);
    }

    /** Whether there is something to be done at its end. */
    boolean hasEnd() {
        return id != 0 || closesSession || closesTask || category == Category.SECRET;
    }

    /** Whether it is a task's, which was closed by another thread: what follows on this one is no part of it. */
    boolean isLeft() {
        return closesTask && task != null && task.isOver();
    }

    /** Lets go of the application's objects: the stack outlives the call. */
    void clear() {
        request = null;
        turn = null;
        turnId = 0;
        session = null;
        task = null;
        served = null;
        name = "";
        address = null;
        method = null;
        scheme = null;
        url = null;
    }

    /** Takes over what the end of a call needs. */
    void copy(Call other) {
        site = other.site;
        category = other.category;
        id = other.id;
        startNs = other.startNs;
        closesSession = other.closesSession;
        closesTask = other.closesTask;
        session = other.session;
        task = other.task;
        name = other.name;
    }
}
