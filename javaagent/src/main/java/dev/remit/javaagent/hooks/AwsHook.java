package dev.remit.javaagent.hooks;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/**
 * A service of the AWS SDK 2 that gives out secrets. A fetch is decided in the service's client, above the SDK's retries, and refused
 * with a {@link SecurityException} (as a failed future by the asynchronous client). Values are learned where the SDK makes its answers,
 * which is before any continuation of the application's can see one.
 */
public abstract class AwsHook extends LibraryHook {
    private static final String HERE = "dev.remit.javaagent.hooks.AwsHook$";

    private final String services;
    private final String service;

    /**
     * @param name the service's, as people call it
     * @param services the package of its clients, with a dot at its end
     * @param service what its clients' names have between {@code Default} and {@code Client}
     * @param jar the jar that holds it, as a file name without version
     */
    protected AwsHook(String name, String services, String service, String jar) {
        super(name, List.of("2.20+"), jar);
        this.services = services;
        this.service = service;
    }

    /** A fetch by the synchronous client, which {@code enter} opens. */
    protected final CallSite fetch(String method, String request, String enter) {
        return decided(SECRET, target("Client", method, request), call(enter, HERE + "Thrown"));
    }

    /** The same by the asynchronous client. */
    protected final CallSite fetchAsync(String method, String request, String enter) {
        return decided(SECRET, target("AsyncClient", method, request), call(enter, HERE + "Future"));
    }

    /** Where a part of an answer is made, of which {@code exit} learns. */
    protected final CallSite answered(String model, String exit) {
        final String className = services + "model." + model;
        return told(Target.of(className, "<init>", className + "$BuilderImpl"), advice(exit));
    }

    private Target target(String client, String method, String request) {
        return Target.of(services + "Default" + service + client, method, services + "model." + request);
    }

    /** The synchronous client: a refusal is thrown before the SDK's first attempt. */
    static final class Thrown {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter String refusal, @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                throw new SecurityException(refusal);
            }
            RemitGate.end(site, null, thrown);
        }
    }

    /** The asynchronous client: a refusal is a failed future. */
    static final class Future {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(readOnly = false) CompletableFuture<?> result,
                @Advice.Thrown Throwable thrown) {
            if (refusal == null) {
                RemitGate.endLater(site, result, thrown);
            } else {
                result = CompletableFuture.failedFuture(new SecurityException(refusal));
            }
        }
    }
}
