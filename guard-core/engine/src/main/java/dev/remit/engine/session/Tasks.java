package dev.remit.engine.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens tasks, widens and closes them, and has it recorded. Thread-safe. */
public final class Tasks {
    /** Random bytes of an id: two tasks of one intent get the same once in 2^32 openings. */
    private static final int ID_BYTES = 8;

    private static final int MAX_DEPTH = 16;
    private static final int MAX_PATH = 1024;

    private final TaskListener listener;

    /** @param listener records it */
    public Tasks(TaskListener listener) {
        this.listener = listener;
    }

    /**
     * Opens a task.
     *
     * @param parent the task in whose course it is opened; null for none
     * @param opener the SPIFFE ID of who opens it
     * @param nowMs milliseconds since the epoch
     * @throws IllegalStateException if the parent is over
     * @throws IllegalArgumentException if it asks for what its parent has not got; the message says what
     */
    public Task open(TaskSpec spec, @Nullable Task parent, String opener, long nowMs) {
        if (parent != null) {
            checkWithin(spec, parent, nowMs);
        }
        return open(spec, parent, opener, Task.Beyond.NOTHING, nowMs);
    }

    /**
     * Opens a task within one of another process.
     *
     * @param path the path of that one
     * @param chain the SPIFFE IDs of who opened it and those that it lies in, the outermost first
     * @param opener the SPIFFE ID of this process
     * @throws IllegalArgumentException if they lie in each other too deep, or the path is none
     */
    public Task openWithin(TaskSpec spec, String path, List<String> chain, String opener, long nowMs) {
        if (chain.isEmpty() || chain.size() > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "tasks lie in each other " + MAX_DEPTH + " deep at most: " + chain.size());
        }
        if (path.isEmpty() || path.length() > MAX_PATH || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("no path of tasks");
        }
        return open(spec, null, opener, new Task.Beyond(path + '/', chain), nowMs);
    }

    private Task open(TaskSpec spec, @Nullable Task parent, String opener, Task.Beyond beyond, long nowMs) {
        final byte[] digits = new byte[ID_BYTES];
        Ids.RANDOM.nextBytes(digits);
        final Task task =
                new Task(spec.intent() + '-' + HexFormat.of().formatHex(digits), spec, parent, opener, beyond, nowMs);
        listener.opened(task);
        return task;
    }

    /**
     * A task that was opened and recorded before, made again as it was. Nobody is told.
     *
     * @param parent the task that it lies in, made again too; null for none
     * @param before the SPIFFE IDs of who opened those that it lies in, in other processes; of a task without a parent
     * @param openedMs milliseconds since the epoch
     */
    public static Task again(
            String id, TaskSpec spec, @Nullable Task parent, String opener, List<String> before, long openedMs) {
        return new Task(id, spec, parent, opener, new Task.Beyond("", before), openedMs);
    }

    private static void checkWithin(TaskSpec spec, Task parent, long nowMs) {
        if (parent.isClosed() || nowMs >= parent.deadlineMs()) {
            throw new IllegalStateException("the task " + parent.id() + ", in which another is opened, is over");
        }
        if (parent.depth() >= MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "tasks lie in each other " + MAX_DEPTH + " deep at most: " + parent.path());
        }
        if (spec.user() != null && parent.user() != null && !spec.user().equals(parent.user())) {
            throw new IllegalArgumentException("a task within " + parent.id() + " is on behalf of the same user");
        }
        final List<String> tools = parent.tools();
        if (!tools.isEmpty()) {
            for (String tool : spec.tools()) {
                if (!tools.contains(tool)) {
                    throw new IllegalArgumentException(
                            "a task within " + parent.id() + " has only tools that this has: tool=" + tool);
                }
            }
        }
    }

    /** Closes a task: its calls are denied from now on. Whether it was open. */
    public boolean close(Task task, String why) {
        if (!task.close()) {
            return false;
        }
        task.grants().drop(Long.MAX_VALUE, grant -> listener.expired(task, grant));
        listener.closed(task, why);
        return true;
    }

    /** Widens a task. */
    public void grant(Task task, Grant grant, long nowMs) {
        if (task.isClosed()) {
            throw new IllegalStateException("the task " + task.id() + " is over and can't be widened");
        }
        task.grants().drop(nowMs, old -> listener.expired(task, old));
        task.grants().add(grant);
        listener.granted(task, grant);
    }

    /** A grant was used by a call that goes ahead. */
    public void used(Task task, Grant grant, long callId) {
        listener.used(task, grant, callId);
    }

    /** Made with the first task: to find the platform's source of randomness costs milliseconds, which no start waits for. */
    private static final class Ids {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
