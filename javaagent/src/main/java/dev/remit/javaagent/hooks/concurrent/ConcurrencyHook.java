package dev.remit.javaagent.hooks.concurrent;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * A task is handed over where it enters a queue and taken up where it leaves that to be run, whatever executor it is; a future's
 * dependent takes along whose work it is from where it is registered; a new thread begins with the work of whoever starts it. Some rows name what is in later JDKs only.
 */
public final class ConcurrencyHook implements Hook {
    private static final String CONCURRENT = "java.util.concurrent.";
    private static final String POOL = CONCURRENT + "ForkJoinPool";
    private static final String FUTURE = CONCURRENT + "CompletableFuture";
    private static final String DO_EXEC = "doExec";
    private static final String TRY_FIRE = "tryFire";

    /** What a future has to do that is a function of the application's. */
    private static final String[] DEPENDENTS = {
        "$UniApply",
        "$UniAccept",
        "$UniRun",
        "$UniWhenComplete",
        "$UniHandle",
        "$UniExceptionally",
        "$UniComposeExceptionally",
        "$UniCompose",
        "$BiApply",
        "$BiAccept",
        "$BiRun",
        "$OrApply",
        "$OrAccept",
        "$OrRun"
    };

    private final Sink handOver;
    private final Sink rejected;
    private final Sink takeUp;
    private final Sink takeUpOwn;
    private final Sink completion;
    private final Sink threadStart;

    /** A hook that tells this enforcement point. */
    public ConcurrencyHook(EnforcementPoint enforcement) {
        this.handOver = new HandOverSink(enforcement);
        this.rejected = new RejectedSink(enforcement);
        this.takeUp = new TakeUpSink(enforcement, false);
        this.takeUpOwn = new TakeUpSink(enforcement, true);
        this.completion = new CompletionSink(enforcement);
        this.threadStart = new ThreadStartSink(enforcement);
    }

    @Override
    public Library library() {
        return Library.of("JDK concurrency");
    }

    @Override
    public List<CallSite> callSites() {
        final List<CallSite> sites = new ArrayList<>();
        addThreads(sites);
        addThreadPools(sites);
        addForkJoin(sites);
        addFutures(sites);
        return sites;
    }

    private void addThreads(List<CallSite> sites) {
        sites.add(told(Target.anyOf("java.lang.Thread", "start"), Sunk.handOver(threadStart)));
        sites.add(told(Target.anyOf("java.lang.VirtualThread", "start"), Sunk.handOver(threadStart)));
        sites.add(told(Target.anyOf("java.util.Timer", "sched"), Sunk.handOver(handOver)));
        sites.add(told(
                Target.anyOf("java.util.TimerThread", "mainLoop"), Sunk.takeUp("java/util/TimerTask.run", takeUp)));
    }

    private void addThreadPools(List<CallSite> sites) {
        final String threads = CONCURRENT + "ThreadPoolExecutor";
        sites.add(told(Target.anyOf(threads, "execute"), Sunk.handOver(handOver)));
        sites.add(told(Target.anyOf(threads, "reject"), Sunk.handOver(rejected)));
        sites.add(told(Target.anyOf(threads, "runWorker"), Sunk.takeUp("java/lang/Runnable.run", takeUp)));
        sites.add(told(
                Target.anyOf(CONCURRENT + "ScheduledThreadPoolExecutor", "delayedExecute"), Sunk.handOver(handOver)));
    }

    private void addForkJoin(List<CallSite> sites) {
        sites.add(told(Target.anyOf(CONCURRENT + "ForkJoinTask", "fork"), Sunk.handOver(handOver)));
        sites.add(told(Target.anyOf(CONCURRENT + "ForkJoinTask", "*"), Sunk.takeUp(DO_EXEC, takeUpOwn)));
        sites.add(told(Target.anyOf(POOL, "*"), Sunk.takeUp(DO_EXEC, takeUp)));
        sites.add(told(Target.anyOf(POOL + "$WorkQueue", "*"), Sunk.takeUp(DO_EXEC, takeUp)));
        sites.add(told(Target.anyOf(POOL, "externalSubmit"), Sunk.handOver(handOver)));
        sites.add(told(Target.anyOf(POOL, "poolSubmit"), Sunk.handOver(handOver)));
        sites.add(told(Target.anyOf(POOL, "scheduleDelayedTask"), Sunk.handOver(handOver)));
        sites.add(told(Target.anyOf(CONCURRENT + "DelayScheduler", "*"), Sunk.takeUp(DO_EXEC, takeUp)));
    }

    private void addFutures(List<CallSite> sites) {
        for (String name : new String[] {"$AsyncSupply", "$AsyncRun"}) {
            sites.add(told(Target.constructorsOf(FUTURE + name), Sunk.carrying()));
            sites.add(told(Target.of(FUTURE + name, "run"), Sunk.around(completion)));
        }
        for (String name : DEPENDENTS) {
            sites.add(told(Target.constructorsOf(FUTURE + name), Sunk.carrying()));
        }
        sites.add(told(Target.anyOf(FUTURE + "$Completion", "*"), Sunk.takeUp(TRY_FIRE, completion)));
        sites.add(told(Target.anyOf(FUTURE + "$CoCompletion", "*"), Sunk.takeUp(TRY_FIRE, completion)));
        sites.add(told(Target.anyOf(FUTURE, "*"), Sunk.takeUp(TRY_FIRE, completion)));
    }

    private static CallSite told(Target target, Sunk sunk) {
        return new CallSite(null, target, sunk);
    }
}
