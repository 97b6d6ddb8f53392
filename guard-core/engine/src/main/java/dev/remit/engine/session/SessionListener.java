package dev.remit.engine.session;

/** Is told of the life of sessions. Called by whichever thread opens or closes one. */
public interface SessionListener {
    /** Nobody is told. */
    SessionListener NOBODY = new SessionListener() {
        @Override
        public void opened(Session session) {}

        @Override
        public void closed(Session session, String why) {}
    };

    /** A session begins. */
    void opened(Session session);

    /** A session is over; {@code why} in a few words. */
    void closed(Session session, String why);
}
