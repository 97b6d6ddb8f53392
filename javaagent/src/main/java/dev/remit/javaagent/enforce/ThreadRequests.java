package dev.remit.javaagent.enforce;

import dev.remit.engine.policy.DecisionRequest;
import dev.remit.engine.policy.PolicySnapshot;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The request of each thread that decides by one version of the policies. It is held here, and weakly by the thread: one that
 * sleeps for days keeps no old version, and a request goes when its thread does. Thread-safe; allocates at a thread's first
 * request alone.
 */
final class ThreadRequests {
    private final PolicySnapshot snapshot;
    private final Set<Held> held = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<CallStack> gone = new ReferenceQueue<>();

    ThreadRequests(PolicySnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** The version of the policies. */
    PolicySnapshot snapshot() {
        return snapshot;
    }

    /** The request of the calling thread, whose stack this is. */
    DecisionRequest of(CallStack stack) {
        final @Nullable DecisionRequest last = stack.request.get();
        return last != null && last.snapshot() == snapshot ? last : first(stack);
    }

    private DecisionRequest first(CallStack stack) {
        for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
            held.remove(each);
        }
        final DecisionRequest first = new DecisionRequest(snapshot);
        held.add(new Held(stack, gone, first));
        stack.request = new WeakReference<>(first);
        return first;
    }

    private static final class Held extends WeakReference<CallStack> {
        @SuppressWarnings("UnusedVariable") // to hold it is all
        private final DecisionRequest request;

        Held(CallStack stack, ReferenceQueue<CallStack> gone, DecisionRequest request) {
            super(stack, gone);
            this.request = request;
        }
    }
}
