package dev.remit.engine.session;

/** Is told of the life of tasks and of what widens them. Called by whichever thread does it. */
public interface TaskListener {
    /** Nobody is told. */
    TaskListener NOBODY = new TaskListener() {
        @Override
        public void opened(Task task) {}

        @Override
        public void closed(Task task, String why) {}

        @Override
        public void granted(Task task, Grant grant) {}

        @Override
        public void used(Task task, Grant grant, long callId) {}

        @Override
        public void expired(Task task, Grant grant) {}
    };

    /** A task begins. */
    void opened(Task task);

    /** A task is over; {@code why} in a few words. */
    void closed(Task task, String why);

    /** A task was widened. */
    void granted(Task task, Grant grant);

    /** What widened a task was used by a call. */
    void used(Task task, Grant grant, long callId);

    /** What widened a task is over: its time, its uses or the task. */
    void expired(Task task, Grant grant);
}
