package dev.remit.javaagent.hooks.fabric8;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.OperationInfo;
import java.net.URL;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * What the client reads from the cluster passes one class, typed or generic: a single resource, a list and a watch, of which
 * informers are made. Of these the core's secrets are decided, and refused with the client's own {@code KubernetesClientException}.
 * Values are learned where the client reads its answers, before the application can have one.
 *
 * <p>A secret is known to policies by namespace and name, {@code Remit::Secret::"k8s/shop/db"}; all of a namespace, however they are
 * selected, are {@code k8s/shop/*}, and those of all namespaces {@code k8s/*}{@code /*}.
 */
public final class Fabric8Hook extends LibraryHook {
    private static final String INTERNAL = "io.fabric8.kubernetes.client.dsl.internal.";
    private static final String OPERATION = INTERNAL + "BaseOperation";
    private static final String OPTIONS = "io.fabric8.kubernetes.api.model.ListOptions";

    /** The table of Fabric8's Kubernetes client. */
    public Fabric8Hook() {
        super("Fabric8 Kubernetes client", List.of("7."), "kubernetes-client");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(
                decided(SECRET, Target.of(OPERATION, "handleGet", "java.net.URL"), call("Get", "Thrown")),
                decided(SECRET, Target.of(OPERATION, "submitList", OPTIONS), call("Several", "Future")),
                decided(
                        SECRET,
                        Target.of(OPERATION, "submitWatch", OPTIONS, "io.fabric8.kubernetes.client.Watcher"),
                        call("Several", "Future")),
                told(Target.anyOf(INTERNAL + "OperationSupport", "lambda$handleResponse$*"), advice("Answer")),
                told(Target.anyOf(INTERNAL + "AbstractWatchManager", "eventReceived"), advice("Event")));
    }

    /** One resource, by the URL that is asked for: it alone tells the namespace. */
    static final class Get {
        @Advice.OnMethodEnter(skipOn = String.class)
        static Object enter(@Site int site, @Advice.This OperationInfo operation, @Advice.Argument(0) URL url) {
            if (!"secrets".equals(operation.getPlural())
                    || (operation.getGroup() != null && !operation.getGroup().isEmpty())) {
                return operation;
            }
            return RemitGate.secret(
                    site,
                    url,
                    "k8s",
                    url.getPath()
                            .substring(url.getPath().indexOf("/namespaces/") + "/namespaces/".length())
                            .replace("/secrets/", "/"));
        }
    }

    /** Several of them; one that is selected by its name is that one. */
    static final class Several {
        @Advice.OnMethodEnter(skipOn = String.class)
        static Object enter(@Site int site, @Advice.This OperationInfo operation, @Advice.Argument(0) Object options) {
            if (!"secrets".equals(operation.getPlural())
                    || (operation.getGroup() != null && !operation.getGroup().isEmpty())) {
                return operation;
            }
            return RemitGate.secret(
                    site,
                    options,
                    "k8s",
                    (operation.getNamespace() == null ? "*" : operation.getNamespace())
                            .concat("/")
                            .concat(operation.getName() == null ? "*" : operation.getName()));
        }
    }

    /** A refusal is thrown before a request is made. */
    static final class Thrown {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter Object entered, @Advice.Thrown Throwable thrown) {
            if (entered instanceof String refusal) {
                throw new KubernetesClientException(refusal);
            } else if (entered == null) {
                RemitGate.end(site, null, thrown);
            }
        }
    }

    /** A refusal is a failed future. */
    static final class Future {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter Object entered,
                @Advice.Return(readOnly = false) CompletableFuture<?> result,
                @Advice.Thrown Throwable thrown) {
            if (entered instanceof String refusal) {
                result = CompletableFuture.failedFuture(new KubernetesClientException(refusal));
            } else if (entered == null) {
                RemitGate.endLater(site, result, thrown);
            }
        }
    }

    /** An answer is read: the values of its secrets are known from here on; what is no base64, as it stands. */
    static final class Answer {
        @Advice.OnMethodExit
        static void exit(
                @Site int site,
                @Advice.This Object operation,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object answer) {
            if (!(operation instanceof OperationInfo info) || !"secrets".equals(info.getPlural()) || answer == null) {
                return;
            }
            for (Object item : answer instanceof KubernetesResourceList<?> list ? list.getItems() : List.of(answer)) {
                final Map<?, ?> data = item instanceof Secret secret
                        ? secret.getData()
                        : item instanceof GenericKubernetesResource generic
                                ? (Map<?, ?>) generic.getAdditionalProperties().get("data")
                                : null;
                if (data != null) {
                    final String name = String.valueOf(
                                    ((HasMetadata) item).getMetadata().getNamespace())
                            .concat("/")
                            .concat(String.valueOf(
                                    ((HasMetadata) item).getMetadata().getName()));
                    for (Object value : data.values()) {
                        Object bytes = value;
                        try {
                            bytes = Base64.getMimeDecoder().decode(String.valueOf(value));
                        } catch (IllegalArgumentException e) {
                            bytes = value;
                        }
                        RemitGate.learn(site, "k8s", name, bytes);
                    }
                }
            }
        }
    }

    /** As {@link Answer}, of what a watch is told. */
    static final class Event {
        @Advice.OnMethodEnter
        static void enter(
                @Site int site,
                @Advice.FieldValue("baseOperation") OperationInfo operation,
                @Advice.Argument(1) Object item) {
            if (!"secrets".equals(operation.getPlural())) {
                return;
            }
            final Map<?, ?> data = item instanceof Secret secret
                    ? secret.getData()
                    : item instanceof GenericKubernetesResource generic
                            ? (Map<?, ?>) generic.getAdditionalProperties().get("data")
                            : null;
            if (data != null) {
                final String name = String.valueOf(
                                ((HasMetadata) item).getMetadata().getNamespace())
                        .concat("/")
                        .concat(String.valueOf(
                                ((HasMetadata) item).getMetadata().getName()));
                for (Object value : data.values()) {
                    Object bytes = value;
                    try {
                        bytes = Base64.getMimeDecoder().decode(String.valueOf(value));
                    } catch (IllegalArgumentException e) {
                        bytes = value;
                    }
                    RemitGate.learn(site, "k8s", name, bytes);
                }
            }
        }
    }
}
