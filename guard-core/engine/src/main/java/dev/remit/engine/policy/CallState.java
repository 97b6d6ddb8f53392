package dev.remit.engine.policy;

import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.eval.SlotSource;
import dev.remit.engine.Category;
import dev.remit.engine.session.Grant;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionView;
import dev.remit.engine.session.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call finds of its session and task, and what it leaves there: reserved before it is decided, settled after. Not
 * thread-safe; used again for one call after the other.
 */
final class CallState implements SlotSource {
    private final SessionSlots sessionSlots;
    private final TaskSlots taskSlots;
    private final SystemSlots systemSlots;
    private final SessionView view = new SessionView();

    private @Nullable Session session;
    private @Nullable Task task;
    private @Nullable Grant grant;
    private long nowMs;
    private Category category = Category.TOOL;
    private @Nullable String tool;
    private boolean reserved;

    /** @param frame asks for what policies read of it; null while there are none */
    CallState(PolicySnapshot snapshot, @Nullable RequestFrame frame) {
        this.sessionSlots = new SessionSlots(snapshot.policies, view);
        this.taskSlots = new TaskSlots(snapshot.policies);
        this.systemSlots = new SystemSlots(snapshot.policies, snapshot.surroundings);
        if (frame != null) {
            sessionSlots.serve(frame, this);
            taskSlots.serve(frame, this);
            systemSlots.serve(frame, this);
        }
    }

    /** Whose the next calls are. What the call before reserved and nobody settled is taken back. */
    void by(@Nullable Session newSession, @Nullable Task newTask, long newNowMs) {
        release();
        session = newSession;
        task = newTask;
        nowMs = newNowMs;
        systemSlots.at(newNowMs);
    }

    /** One source of all, so that what calls it need not find out which. */
    @Override
    public void bind(RequestFrame frame, int slot, int attribute) {
        if (attribute < SystemSlots.FIRST) {
            sessionSlots.bind(frame, slot, attribute, session);
        } else if (attribute < TaskSlots.FIRST) {
            systemSlots.bind(frame, slot, attribute);
        } else {
            taskSlots.bind(frame, slot, attribute);
        }
    }

    @Nullable
    Session session() {
        return session;
    }

    @Nullable
    Task task() {
        return task;
    }

    /** What the call that is asked about does; {@code newTool} is the tool's name, null for a call of another kind. */
    @SuppressWarnings("ReferenceEquality") // an equal one is stored, and does no harm
    void begin(Category newCategory, @Nullable String newTool) {
        release();
        // Mostly they are what they were, and to look is cheaper than to store: see DecisionEntry.decided.
        if (category != newCategory) {
            category = newCategory;
        }
        if (tool != newTool) {
            tool = newTool;
        }
        taskSlots.of(task, newCategory, newTool, false, nowMs);
    }

    /** Counts the call; why it can't be allowed whatever the policies say, or null. */
    @Nullable
    String reserve(GuardedEntity action, GuardedEntity resource) {
        release();
        view.clear();
        reserved = true;
        @Nullable String problem = null;
        if (session != null) {
            problem = session.reserve(view, sessionSlots.kept(), category, tool, name(resource), nowMs);
        }
        if (task != null) {
            grant = task.grants().isEmpty()
                    ? null
                    : task.grants().reserve(action.uid().id(), resource.text(), nowMs);
            final @Nullable String ofTask = task.reserve(category, tool, grant != null, nowMs);
            problem = ofTask == null ? problem : ofTask;
            taskSlots.of(task, category, tool, grant != null, nowMs);
        }
        return problem;
    }

    /** The call's tool, host or secret, or program. */
    private String name(GuardedEntity resource) {
        return tool == null ? resource.name() : tool;
    }

    /**
     * The call was decided.
     *
     * @return the grant that it has used, to be recorded; or null
     */
    @Nullable
    Grant settle(GuardedEntity resource, boolean allowed, boolean goesOn) {
        if (!reserved) {
            return null;
        }
        reserved = false;
        if (session != null) {
            session.settle(view, sessionSlots.kept(), category, tool, name(resource), allowed, goesOn);
        }
        final @Nullable Grant used = grant;
        grant = null;
        if (task != null && !goesOn) {
            task.takeBack(category, tool);
            if (used != null) {
                used.takeBack();
            }
            return null;
        }
        return used;
    }

    /** Whether some policy asks for labels, and there is something that has them. */
    boolean keepsLabels() {
        return session != null ? sessionSlots.kept().labels() : task != null;
    }

    /** The session, or the task outside of any, has touched what the labels stand for. */
    void label(List<String> labels) {
        for (int i = 0; i < labels.size(); i++) {
            if (session != null) {
                session.label(labels.get(i));
            } else if (task != null) {
                task.label(labels.get(i));
            }
        }
    }

    /** A call that was reserved and never settled was never made. */
    private void release() {
        if (!reserved) {
            return;
        }
        reserved = false;
        if (session != null) {
            session.takeBack(view);
        }
        if (task != null) {
            task.takeBack(category, tool);
        }
        if (grant != null) {
            grant.takeBack();
            grant = null;
        }
    }

    /** Lets go of session and task: this outlives them. */
    void clear() {
        release();
        session = null;
        task = null;
        taskSlots.of(null, category, null, false, nowMs);
    }
}
