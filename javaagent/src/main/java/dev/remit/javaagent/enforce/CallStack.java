package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.PromptEntry;
import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionKey;
import dev.remit.engine.session.Task;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread is in the midst of: its open calls, innermost last, and the objects that a decision on this thread needs.
 * Used by its own thread alone. Grows with nesting, and then allocates no more.
 */
final class CallStack {
    /** The site of what no call site ends: what a thread began with. */
    static final int NO_SITE = -1;

    private static final WeakReference<DecisionRequest> NO_REQUEST = new WeakReference<>(null);

    final DecisionEntry decision = new DecisionEntry();
    final OutcomeEntry outcome = new OutcomeEntry();
    final TextSlice path = new TextSlice();
    final IdentityMap.LookUp carriedKey = new IdentityMap.LookUp();
    final SessionKey sessionKey = new SessionKey();

    /** When the call that is decided was made, in nanoseconds since the epoch. */
    long nowNs;

    /** The session of tools that are called on this thread outside of any AI agent's work that the guard knows of. */
    @Nullable
    Session own;

    /** The request that this thread last decided with; {@link ThreadRequests} holds it. */
    WeakReference<DecisionRequest> request = NO_REQUEST;

    /** The number of a decision that is in the ring, and for which no call is open and no end recorded; else zero. */
    long recorded;

    /** How many calls were open when the guard last began to decide. */
    int entered;

    /** See {@link #isGuarding}. Written as it stands here: where the stack ends, a call to do so would fail, and nothing would be guarded any more. */
    boolean guarding;

    private @Nullable PromptEntry prompt;
    private Call[] calls = newCalls(8);
    private int depth;

    /** Made when it is first asked for: few threads hear a model answer. */
    PromptEntry prompt() {
        PromptEntry entry = prompt;
        if (entry == null) {
            entry = new PromptEntry();
            prompt = entry;
        }
        return entry;
    }

    /** Whether the guard itself is at work on this thread: what it calls is not guarded. */
    boolean isGuarding() {
        return guarding;
    }

    /** The guard begins to decide, until {@link #guarding} is false again. */
    CallStack enter() {
        entered = depth;
        recorded = 0;
        guarding = true;
        return this;
    }

    /** The innermost open call, absorbed ones aside; null where there is none. */
    @Nullable
    Call innermost() {
        for (int i = depth - 1; i >= 0; i--) {
            if (!calls[i].absorbed && !calls[i].isLeft()) {
                return calls[i];
            }
        }
        return null;
    }

    /** The number of the innermost call that has a record; zero where there is none. */
    long parentId() {
        for (int i = depth - 1; i >= 0; i--) {
            if (calls[i].joined) {
                continue;
            }
            final long id = number(calls[i]);
            if (id != 0 || calls[i].detached) {
                return id;
            }
        }
        return 0;
    }

    private static long number(Call call) {
        return call.id != 0 ? call.id : call.turnId != 0 ? call.turnId : call.parentId;
    }

    /** The innermost open call if it is the beginning of an AI agent's work, or its going on; else null. */
    @Nullable
    Call scope() {
        final @Nullable Call call = innermost();
        return call != null && call.category == null && call.session != null ? call : null;
    }

    /** What goes along where work is handed over; null where this thread does nothing but the application's own work. */
    @Nullable
    Carried handedOver() {
        if (!isWork()) {
            return null;
        }
        final Carried carried = elsewhere();
        final @Nullable Call call = innermost();
        if (call != null && call.category == Category.HTTP) {
            carried.within(call);
        }
        return carried;
    }

    /** Whether there is anything to hand over: see {@link #handedOver}. */
    boolean isWork() {
        final @Nullable Call call = innermost();
        return call != null && (call.session != null || call.task != null || served() != null);
    }

    /** Goes on with work that was handed over, whatever this thread is in the midst of: nothing of that is its. */
    void detach(int site, Carried carried, @Nullable Object key) {
        goOn(site, carried, key).detached = true;
    }

    /** Goes on with what is nobody's work. */
    void detach(int site) {
        push(site, null, null, null, null).detached = true;
    }

    /** Goes on with carried work. */
    Call goOn(int site, Carried carried, @Nullable Object key) {
        final int before = depth;
        boolean done = false;
        try {
            final Call call =
                    push(site, carried.target() == null ? null : Category.HTTP, key, carried.session, carried.task);
            carried.goOn(call);
            done = true;
            return call;
        } finally {
            if (!done) {
                depth = before;
            }
        }
    }

    /** Whether the innermost call is of this category and is this very request, seen by another hook. */
    boolean isWithin(Category category, @Nullable Object sameRequest) {
        final @Nullable Call call = innermost();
        return call != null && sameRequest != null && call.category == category && call.request == sameRequest;
    }

    /**
     * Whether this is the open tool call, seen by another hook. The request alone does not say so: where it is the arguments'
     * text, a constant such as an empty object's may be another tool's too, called from within.
     */
    boolean isWithinTool(@Nullable Object sameRequest, @Nullable String name) {
        final @Nullable Call open = innermost();
        return open != null && isWithin(Category.TOOL, sameRequest) && open.name.equals(name == null ? "" : name);
    }

    /** The session of the AI agent whose work this thread does; null for the application's own work. */
    @Nullable
    Session session() {
        final @Nullable Call call = innermost();
        return call == null ? null : call.session;
    }

    /** The task that this thread works on, or null. */
    @Nullable
    Task task() {
        final @Nullable Call call = innermost();
        return call == null ? null : call.task;
    }

    /** The servlet request in whose course this thread works, or null. */
    @Nullable
    ServedRequest served() {
        for (int i = depth - 1; i >= 0; i--) {
            if (calls[i].served != null || calls[i].detached) {
                return calls[i].served;
            }
        }
        return null;
    }

    /** What this thread works on, for another thread to go on with. */
    Carried carried() {
        final Carried carried = new Carried(parentId(), session(), task());
        final @Nullable Call scope = scope();
        if (scope != null) {
            carried.turn(scope);
        }
        return carried;
    }

    /** As {@link #carried}, where work may begin on the other thread: the served request goes along. */
    Carried elsewhere() {
        final Carried carried = carried();
        final @Nullable ServedRequest request = session() == null ? served() : null;
        if (request != null) {
            carried.served(request);
        }
        return carried;
    }

    /** Opens a call. */
    Call push(
            int site,
            @Nullable Category category,
            @Nullable Object callRequest,
            @Nullable Session session,
            @Nullable Task task) {
        if (depth == calls.length) {
            final Call[] more = Arrays.copyOf(calls, depth * 2);
            System.arraycopy(newCalls(depth), 0, more, depth, depth);
            calls = more;
        }
        final Call call = calls[depth];
        call.site = site;
        // Mostly it is what it was, and to look is cheaper than to store: see DecisionEntry.decided.
        if (call.category != category) {
            call.category = category;
        }
        call.id = 0;
        call.absorbed = false;
        call.joined = false;
        call.closesSession = false;
        call.closesTask = false;
        call.detached = false;
        call.over = false;
        call.request = callRequest;
        call.session = session;
        call.task = task;
        call.parentId = 0;
        if (!call.name.isEmpty()) {
            call.name = "";
        }
        call.port = 0;
        call.address = null;
        call.method = null;
        call.scheme = null;
        call.url = null;
        // Last, so that a call is open as a whole or not at all.
        depth++;
        return call;
    }

    /** Opens a call that is a part of the innermost one. */
    void absorb(int site) {
        push(site, null, null, null, null).absorbed = true;
    }

    /** Where the innermost call is that this site opened; -1 where it has none open. */
    int find(int site) {
        for (int i = depth - 1; i >= 0; i--) {
            if (calls[i].site == site) {
                return i;
            }
        }
        return -1;
    }

    /** An open call. */
    Call at(int index) {
        return calls[index];
    }

    /** How many calls are open. */
    int depth() {
        return depth;
    }

    /** Forgets the calls that were opened since the stack had this depth. */
    void backTo(int earlier) {
        while (depth > earlier) {
            calls[depth - 1].clear();
            depth--;
        }
    }

    private static Call[] newCalls(int count) {
        final Call[] calls = new Call[count];
        for (int i = 0; i < count; i++) {
            calls[i] = new Call();
        }
        return calls;
    }
}
