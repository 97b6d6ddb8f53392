package dev.remit.engine.policy;

import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Policy files under a watch whose looks and clock are the test's. */
final class WatchedFiles implements PolicyWatch.Listener {
    static final Identities IDENTITY = Identities.configured(SpiffeId.parse(Requests.SPIFFE_ID));

    final PolicyLoader loader;

    /** {@code loaded N} with the number of policies, or {@code rejected} and the first error. */
    final List<String> events = new ArrayList<>();

    LoadedPolicy inForce;

    @Nullable
    PolicyLoadException problem;

    /** What deciding by a new version throws, or null. */
    @Nullable
    Error fault;

    private final PolicyWatch watch;
    private long nowNs;

    WatchedFiles(Path policy, @Nullable Path entities) throws PolicyLoadException {
        this(policy.toFile(), entities == null ? null : entities.toFile());
    }

    WatchedFiles(File policy, @Nullable File entities) throws PolicyLoadException {
        loader = new PolicyLoader(new PolicyPaths(policy, entities, null), IDENTITY, Surroundings.UNKNOWN);
        inForce = loader.load();
        watch = new PolicyWatch(loader, inForce, 1_000, this, this::decide);
    }

    private void decide(PolicySnapshot snapshot) {
        SnapshotTrial.run(snapshot);
        if (fault != null) {
            throw fault;
        }
    }

    /** Looks, one every tenth of a second. */
    WatchedFiles look(int times) {
        for (int i = 0; i < times; i++) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(PolicyWatch.QUICK_MS);
            watch.look(nowNs);
        }
        return this;
    }

    /** Looks until a change of the files' times alone would no longer be missed. */
    WatchedFiles settle() {
        return look(25);
    }

    boolean wantsToLookSoon() {
        return watch.look(nowNs);
    }

    @Override
    public void loaded(LoadedPolicy policy) {
        inForce = policy;
        events.add("loaded " + policy.snapshot().size());
    }

    @Override
    public void rejected(PolicyLoadException why) {
        problem = why;
        events.add("rejected " + why.first());
    }

    @Override
    public void failed(Throwable why) {
        throw new AssertionError(why);
    }
}
