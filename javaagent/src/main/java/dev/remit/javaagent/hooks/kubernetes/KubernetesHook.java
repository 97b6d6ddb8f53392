package dev.remit.javaagent.hooks.kubernetes;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.kubernetes.client.openapi.ApiCallback;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1SecretList;
import io.kubernetes.client.util.Watch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Whatever API was asked, generic ones too, the client executes a call, enqueues it or watches it. Those that read the core's
 * secrets are told by their URL, decided, and refused with the client's own {@code ApiException}, which an enqueued call gives to its
 * callback. Values are learned where the client reads its answers, before the application can have one; those that a generic API reads,
 * which are JSON there, are not.
 *
 * <p>A secret is known to policies by namespace and name, {@code Remit::Secret::"k8s/shop/db"}; all of a namespace, however they are
 * selected, are {@code k8s/shop/*}, and those of all namespaces {@code k8s/*}{@code /*}.
 */
public final class KubernetesHook extends LibraryHook {
    private static final String CLIENT = "io.kubernetes.client.openapi.ApiClient";
    private static final String WATCH = "io.kubernetes.client.util.Watch";
    private static final String CALL = "okhttp3.Call";
    private static final String TYPE = "java.lang.reflect.Type";

    /** The table of the official Kubernetes client. */
    public KubernetesHook() {
        super("Kubernetes client", List.of("27."), "client-java-api");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(SECRET, Target.of(CLIENT, "execute", CALL, TYPE), call("Read", "Thrown")),
                decided(
                        SECRET,
                        Target.of(CLIENT, "executeAsync", CALL, TYPE, "io.kubernetes.client.openapi.ApiCallback"),
                        call("Read", "Enqueued"),
                        advice("Pending")),
                decided(SECRET, Target.of(WATCH, "createWatch", CLIENT, CALL, TYPE), call("Read", "Thrown")),
                told(Target.of(CLIENT, "handleResponse", "okhttp3.Response", TYPE), advice("Answer")),
                told(Target.of(WATCH, "parseLine", "java.lang.String"), advice("Event")));
    }

    /** A call, of which a read of secrets is one. */
    static final class Read {
        @Advice.OnMethodEnter(skipOn = String.class)
        static Object enter(@Site int site, @Given Call call) {
            final List<String> path = call.request().url().pathSegments();
            final int at = path.indexOf("v1");
            if (!call.request().method().equals("GET")
                    || at < 1
                    || !path.get(at - 1).equals("api")) {
                return call;
            }
            if (path.size() > at + 3
                    && path.get(at + 1).equals("namespaces")
                    && path.get(at + 3).equals("secrets")) {
                return RemitGate.secret(
                        site,
                        call,
                        "k8s",
                        path.get(at + 2).concat("/").concat(path.size() > at + 4 ? path.get(at + 4) : "*"));
            }
            return path.size() > at + 1 && path.get(at + 1).equals("secrets")
                    ? RemitGate.secret(site, call, "k8s", "*/*")
                    : call;
        }
    }

    /** A refusal is thrown before a request is made. */
    static final class Thrown {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter Object entered, @Advice.Thrown Throwable thrown)
                throws ApiException {
            if (entered instanceof String refusal) {
                throw new ApiException(refusal);
            } else if (entered == null) {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /** A refusal is given to the callback. */
    static final class Enqueued {
        @Advice.OnMethodExit
        static void exit(@Advice.Enter Object entered, @Advice.Argument(2) ApiCallback<?> callback) {
            if (entered instanceof String refusal) {
                callback.onFailure(new ApiException(refusal), 0, null);
            }
        }
    }

    /** Within {@link Enqueued}: a read goes on where it is carried out, and ends when its callback is called. */
    static final class Pending {
        @Advice.OnMethodEnter
        static @Nullable Object enter(
                @Site int site,
                @Advice.Argument(0) Call call,
                @Advice.Argument(value = 2, readOnly = false) ApiCallback<?> callback) {
            if (!call.request().url().pathSegments().contains("secrets")) {
                return null;
            }
            final Object read = new Object();
            RemitGate.carry(site, read);
            final Object pending = RemitGate.endLater(site, callback, null);
            callback = (ApiCallback<?>) Proxy.newProxyInstance(
                    ApiCallback.class.getClassLoader(), new Class<?>[] {ApiCallback.class}, (InvocationHandler)
                            pending);
            RemitGate.resume(site, read);
            return pending;
        }

        @SuppressWarnings("unchecked") // the gate's object takes what was thrown
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter Object pending, @Advice.Thrown Throwable thrown) {
            if (pending != null) {
                RemitGate.end(site, null, thrown);
                if (thrown != null) {
                    ((Consumer<Throwable>) pending).accept(thrown);
                }
            }
        }
    }

    /** An answer is read: the values of its secrets are known from here on. */
    static final class Answer {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object answer) {
            if (answer instanceof V1Secret || answer instanceof V1SecretList) {
                for (V1Secret secret :
                        answer instanceof V1SecretList list ? list.getItems() : List.of((V1Secret) answer)) {
                    RemitGate.learn(
                            site,
                            "k8s",
                            String.valueOf(secret.getMetadata().getNamespace())
                                    .concat("/")
                                    .concat(String.valueOf(secret.getMetadata().getName())),
                            secret.getData());
                }
            }
        }
    }

    /** As {@link Answer}, of what a watch is told. */
    static final class Event {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.Return Watch.Response<?> event) {
            if (event != null && event.object instanceof V1Secret secret) {
                RemitGate.learn(
                        site,
                        "k8s",
                        String.valueOf(secret.getMetadata().getNamespace())
                                .concat("/")
                                .concat(String.valueOf(secret.getMetadata().getName())),
                        secret.getData());
            }
        }
    }
}
