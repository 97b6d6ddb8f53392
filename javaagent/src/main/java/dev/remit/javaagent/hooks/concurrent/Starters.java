package dev.remit.javaagent.hooks.concurrent;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who starts a thread. A pool's worker, a selector or a timer that happens to be started within an AI agent's work outlives
 * that and serves everyone: neither the thread nor what it runs shows that, for an application's thread factory may have
 * wrapped both. The class that starts it does. Stateless.
 */
final class Starters {
    /** What starts one thread for one task, in the JDK; whatever else in there starts a thread keeps it for others. */
    private static final List<String> FOR_ONE_TASK = List.of(
            "java.util.concurrent.ThreadPerTaskExecutor",
            "java.util.concurrent.CompletableFuture$ThreadPerTaskExecutor",
            "java.util.concurrent.SubmissionPublisher$ThreadPerTaskExecutor",
            "java.util.concurrent.StructuredTaskScope");

    /** How a start comes to the thread: none of these wants it started. */
    private static final List<String> ON_THE_WAY = List.of("java.lang.", "jdk.internal.misc.", "jdk.internal.vm.");

    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /** Libraries that start threads to keep them: event loops, pools of their own, connections' and logs' background. */
    private static final List<String> LIBRARIES = List.of(
            "ch.qos.logback.",
            "com.google.common.",
            "com.lmax.disruptor.",
            "com.mongodb.",
            "com.mysql.",
            "com.rabbitmq.",
            "com.zaxxer.hikari.",
            "io.grpc.",
            "io.micrometer.",
            "io.netty.",
            "io.opentelemetry.",
            "io.undertow.",
            "io.vertx.",
            "kotlinx.coroutines.",
            "okhttp3.",
            "okio.",
            "org.apache.catalina.",
            "org.apache.commons.pool2.",
            "org.apache.hc.",
            "org.apache.http.",
            "org.apache.kafka.",
            "org.apache.logging.",
            "org.apache.tomcat.",
            "org.eclipse.jetty.",
            "org.jboss.threads.",
            "org.postgresql.",
            "org.xnio.",
            "reactor.",
            "redis.clients.",
            "software.amazon.awssdk.");

    private static final StackWalker WALKER = StackWalker.getInstance();

    private Starters() {}

    /** Whether the thread that this thread is about to start is to be kept for the work of others too. */
    static boolean isServingOthers() {
        return WALKER.walk(new Function<Stream<StackWalker.StackFrame>, Boolean>() {
            @Override
            public Boolean apply(Stream<StackWalker.StackFrame> frames) {
                boolean atThread = false;
                for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
                    final String name = frame.getClassName();
                    final boolean onTheWay = startsWithAny(name, ON_THE_WAY);
                    if (atThread && !onTheWay) {
                        return isServingOthers(name);
                    }
                    // The guard's own frames lie above the thread's.
                    atThread = atThread || name.endsWith("Thread") && onTheWay;
                }
                return false;
            }
        });
    }

    static boolean isServingOthers(String starter) {
        return !startsWithAny(starter, FOR_ONE_TASK)
                && (startsWithAny(starter, JDK) || startsWithAny(starter, LIBRARIES));
    }

    private static boolean startsWithAny(@Nullable String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name != null && name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
