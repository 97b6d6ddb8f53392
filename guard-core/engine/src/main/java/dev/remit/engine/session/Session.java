package dev.remit.engine.session;

import dev.remit.cedar.eval.Value;
import dev.remit.engine.Category;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One conversation or run of an AI agent, and what was done in it so far.
 *
 * <p>A call is reserved before it is decided and then settled, refused or taken back, so that a call in flight counts and a limit
 * that a policy sets is kept to the call by any number of threads: {@link #reserve} gives each caller another number.
 *
 * <p>Thread-safe without a lock. A call allocates only where it names what the session has not named before.
 */
public final class Session {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    private final SessionKey key;
    private final long openedMs;
    private final @Nullable String refusal;

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong denials = new AtomicLong();
    private final AtomicLong consecutiveDenials = new AtomicLong();
    private final NameSet calledTools = new NameSet();
    private final NameSet contactedHosts = new NameSet();
    private final NameSet fetchedSecrets = new NameSet();
    private final NameSet labels = new NameSet();
    private final NameSet refusedTools = new NameSet();
    private final NameSet hiddenTools = new NameSet();

    private volatile @Nullable Rates rates;
    private volatile @Nullable ConcurrentHashMap<String, ToolCount> tools;
    private volatile @Nullable String lastTool;

    /** Asked for last, and perhaps next. Read and written without order: whatever a thread sees is a tool's count. */
    private @Nullable ToolCount lastCount;

    private volatile long usedMs;
    private volatile boolean closed;

    /**
     * A session of its own, that no registry knows.
     *
     * @param agent what the framework calls the AI agent; null where it does not say
     * @param id text, a UUID or a number: see {@link SessionId}
     * @param nowMs milliseconds since the epoch
     */
    public Session(@Nullable String agent, Object id, long nowMs) {
        this(new SessionKey().set(agent, id), nowMs, null);
    }

    /** @param refusal why nothing is allowed in it; null where policies are asked */
    Session(SessionKey key, long nowMs, @Nullable String refusal) {
        this.key = key;
        this.openedMs = nowMs;
        this.usedMs = nowMs;
        this.refusal = refusal;
    }

    /**
     * A session that no registry knows, and in which nothing is allowed.
     *
     * @param agent what the framework calls the AI agent; null where it does not say
     * @param why for whoever is refused
     */
    public static Session refused(@Nullable String agent, String why, long nowMs) {
        return new Session(new SessionKey().set(agent, "refused"), nowMs, why);
    }

    SessionKey key() {
        return key;
    }

    /** What the framework calls the AI agent; null where it does not say. */
    public @Nullable String agent() {
        return key.agent();
    }

    /** Text, a UUID or a number. */
    public Object id() {
        return key.id();
    }

    /** Whether it is over: what still works in it goes on in it, and nothing new begins. */
    public boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Whether nothing is allowed in it, because there was no room for it or it can't be found. */
    public boolean isRefused() {
        return refusal != null;
    }

    /** When it began, in milliseconds since the epoch. */
    public long openedMs() {
        return openedMs;
    }

    /** When something was last done in it. */
    long usedMs() {
        return usedMs;
    }

    /**
     * Counts a call that is about to be decided, and says what was there before it.
     *
     * @param tool the tool's name; null for a call of another kind
     * @param name what {@link #settle} will be told
     * @return why the call can't be allowed whatever the policies say, or null; it is counted in any case
     */
    public @Nullable String reserve(
            SessionView view, KeptState kept, Category category, @Nullable String tool, String name, long nowMs) {
        view.calls = calls.getAndIncrement();
        view.denials = denials.get();
        view.consecutiveDenials = consecutiveDenials.get();
        view.ageMs = Math.max(0, nowMs - openedMs);
        if (usedMs != nowMs) {
            // A volatile write is a fence: once a millisecond is enough.
            usedMs = nowMs;
        }
        if (kept.rates()) {
            final Rates windows = rates(nowMs);
            final long before = settled.get();
            final long inFlight = view.calls - before;
            view.rate1m = Math.max(0, windows.minute.grown(nowMs, before) + inFlight);
            view.rate1h = Math.max(0, windows.hour.grown(nowMs, before) + inFlight);
        }
        if (tool != null) {
            if (kept.perTool()) {
                final @Nullable ToolCount count = count(tool);
                view.tool = count;
                if (count == null) {
                    return full("called", "tools");
                }
                view.toolCalls = count.reserve();
                view.toolDenials = count.denials();
            }
            if (kept.refusedTools()) {
                final long others = refusedTools.contains(tool) ? 1 : 0;
                view.pivots = refusedTools.size() - others;
            }
        }
        if (refusal != null) {
            return refusal;
        }
        return takes(kept, category, name);
    }

    private @Nullable String takes(KeptState kept, Category category, String name) {
        return switch (category) {
            case TOOL -> kept.calledTools() && !calledTools.takes(name) ? full("called", "tools") : null;
            case HTTP, CONNECT ->
                kept.contactedHosts() && !contactedHosts.takes(name) ? full("contacted", "hosts") : null;
            case SECRET -> kept.fetchedSecrets() && !fetchedSecrets.takes(name) ? full("fetched", "secrets") : null;
            case EXEC, CODE -> null;
        };
    }

    private static String full(String done, String what) {
        return "the session has " + done + " " + NameSet.MAX + " different " + what
                + ", the most that are kept for policies that ask about them";
    }

    private Rates rates(long nowMs) {
        @Nullable Rates windows = rates;
        if (windows == null) {
            synchronized (this) {
                windows = rates;
                if (windows == null) {
                    windows = new Rates(nowMs, settled.get());
                    rates = windows;
                }
            }
        }
        return windows;
    }

    private @Nullable ToolCount count(String tool) {
        final @Nullable ToolCount last = lastCount;
        return last != null && last.isOf(tool) ? last : find(tool);
    }

    private @Nullable ToolCount find(String tool) {
        @Nullable ConcurrentHashMap<String, ToolCount> counts = tools;
        if (counts == null) {
            synchronized (this) {
                counts = tools;
                if (counts == null) {
                    counts = new ConcurrentHashMap<>(8);
                    tools = counts;
                }
            }
        }
        final @Nullable ToolCount known = counts.get(tool);
        if (known != null) {
            lastCount = known;
            return known;
        }
        if (counts.size() >= NameSet.MAX) {
            return null;
        }
        final ToolCount fresh = new ToolCount(tool);
        final @Nullable ToolCount other = counts.putIfAbsent(tool, fresh);
        return other == null ? fresh : other;
    }

    /**
     * A reserved call was decided.
     *
     * @param tool the tool's name; null for a call of another kind
     * @param name the tool's, host's or secret's; a program's and that of code is not kept
     * @param allowed what was decided
     * @param goesOn whether the call goes ahead: in {@code observe} it does in any case, and one that can't be recorded does not
     */
    public void settle(
            SessionView view,
            KeptState kept,
            Category category,
            @Nullable String tool,
            String name,
            boolean allowed,
            boolean goesOn) {
        final @Nullable ToolCount count = view.tool;
        if (goesOn) {
            settled.getAndIncrement();
            note(kept, category, name);
        } else {
            takeBack(view);
        }
        if (!allowed) {
            denials.getAndIncrement();
        }
        if (tool == null) {
            return;
        }
        if (!allowed) {
            consecutiveDenials.getAndIncrement();
            if (count != null) {
                count.denied();
            }
            if (kept.refusedTools() && refusedTools.takes(tool)) {
                refusedTools.add(tool);
            }
        } else if (goesOn) {
            if (consecutiveDenials.get() != 0) {
                consecutiveDenials.set(0);
                refusedTools.clear();
            }
            if (count != null) {
                count.allowed();
            }
        }
    }

    /** A reserved call is not made after all, or was never decided. */
    public void takeBack(SessionView view) {
        calls.getAndDecrement();
        final @Nullable ToolCount count = view.tool;
        if (count != null) {
            count.takeBack();
        }
    }

    private void note(KeptState kept, Category category, String name) {
        switch (category) {
            case TOOL -> {
                if (!name.equals(lastTool)) {
                    lastTool = name;
                }
                if (kept.calledTools()) {
                    calledTools.add(name);
                }
            }
            case HTTP, CONNECT -> {
                if (kept.contactedHosts()) {
                    contactedHosts.add(name);
                }
            }
            case SECRET -> {
                if (kept.fetchedSecrets()) {
                    fetchedSecrets.add(name);
                }
            }
            case EXEC, CODE -> {}
        }
    }

    /** The session has touched what this label stands for, and no call of this class takes that back. */
    public void label(String label) {
        labels.add(label);
    }

    /**
     * The model is not shown a tool.
     *
     * @param tool where it comes from and its name
     * @return whether this is the first time, and not one of too many
     */
    public boolean hide(String tool) {
        if (hiddenTools.contains(tool) || !hiddenTools.takes(tool)) {
            return false;
        }
        hiddenTools.add(tool);
        return true;
    }

    /** The tool that was last called; null before the first. */
    public @Nullable String lastTool() {
        return lastTool;
    }

    /** A Cedar set of the names of tools that were called. */
    public Value calledTools() {
        return calledTools.value();
    }

    /** A Cedar set of the names of hosts that were connected to or asked. */
    public Value contactedHosts() {
        return contactedHosts.value();
    }

    /** A Cedar set of the names of secrets that were fetched. */
    public Value fetchedSecrets() {
        return fetchedSecrets.value();
    }

    /** A Cedar set of what the session has touched. */
    public Value labels() {
        return labels.value();
    }

    /** What the session has touched. */
    public List<String> labelNames() {
        return labels.list();
    }

    private static final class Rates {
        final RateWindow minute;
        final RateWindow hour;

        Rates(long nowMs, long count) {
            minute = new RateWindow(MINUTE_MS, nowMs, count);
            hour = new RateWindow(HOUR_MS, nowMs, count);
        }
    }
}
