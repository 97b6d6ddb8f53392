package dev.remit.javaagent.hooks.concurrent;

import static dev.remit.javaagent.weave.CallSite.Shape.AROUND;

import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Sink;
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
    public String library() {
        return "JDK concurrency";
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
        sites.add(CallSite.handOver("java.lang.Thread", "start", threadStart));
        sites.add(CallSite.handOver("java.lang.VirtualThread", "start", threadStart));
        sites.add(CallSite.handOver("java.util.Timer", "sched", handOver));
        sites.add(CallSite.takeUp("java.util.TimerThread", "mainLoop", "java/util/TimerTask.run", takeUp));
    }

    private void addThreadPools(List<CallSite> sites) {
        final String threads = CONCURRENT + "ThreadPoolExecutor";
        sites.add(CallSite.handOver(threads, "execute", handOver));
        sites.add(CallSite.handOver(threads, "reject", rejected));
        sites.add(CallSite.takeUp(threads, "runWorker", "java/lang/Runnable.run", takeUp));
        sites.add(CallSite.handOver(CONCURRENT + "ScheduledThreadPoolExecutor", "delayedExecute", handOver));
    }

    private void addForkJoin(List<CallSite> sites) {
        sites.add(CallSite.handOver(CONCURRENT + "ForkJoinTask", "fork", handOver));
        sites.add(CallSite.takeUp(CONCURRENT + "ForkJoinTask", "*", DO_EXEC, takeUpOwn));
        sites.add(CallSite.takeUp(POOL, "*", DO_EXEC, takeUp));
        sites.add(CallSite.takeUp(POOL + "$WorkQueue", "*", DO_EXEC, takeUp));
        sites.add(CallSite.handOver(POOL, "externalSubmit", handOver));
        sites.add(CallSite.handOver(POOL, "poolSubmit", handOver));
        sites.add(CallSite.handOver(POOL, "scheduleDelayedTask", handOver));
        sites.add(CallSite.takeUp(CONCURRENT + "DelayScheduler", "*", DO_EXEC, takeUp));
    }

    private void addFutures(List<CallSite> sites) {
        for (String name : new String[] {"$AsyncSupply", "$AsyncRun"}) {
            sites.add(CallSite.carrying(FUTURE + name));
            sites.add(CallSite.sink(null, FUTURE + name, "run", List.of(), AROUND, completion));
        }
        for (String name : DEPENDENTS) {
            sites.add(CallSite.carrying(FUTURE + name));
        }
        sites.add(CallSite.takeUp(FUTURE + "$Completion", "*", TRY_FIRE, completion));
        sites.add(CallSite.takeUp(FUTURE + "$CoCompletion", "*", TRY_FIRE, completion));
        sites.add(CallSite.takeUp(FUTURE, "*", TRY_FIRE, completion));
    }
}
