package dev.remit.engine.session;

/** Is told of the life of sessions. Called by whichever thread opens or closes one. */
public interface SessionListener {
    /** A session begins. */
    void opened(Session session);

    /** A session is over; {@code why} in a few words. */
    void closed(Session session, String why);
}
