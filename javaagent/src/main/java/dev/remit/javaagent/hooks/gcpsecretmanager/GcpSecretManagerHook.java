package dev.remit.javaagent.hooks.gcpsecretmanager;

import static dev.remit.engine.Category.SECRET;

import com.google.api.core.ApiFunction;
import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Message;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.grpc.Status;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * Every access passes the callable that Google's clients trace with, once and above their retries, whether the client is asked,
 * or a callable that it has given away. Refused with the client's own {@code PermissionDeniedException}, as a failed future where
 * there is one.
 *
 * <p>A secret is known to policies without its version, {@code Remit::Secret::"gcp-sm/projects/acme/secrets/db"}; a regional one
 * has its location in the name, as it is asked for.
 */
public final class GcpSecretManagerHook extends LibraryHook {
    /** The table of Google Cloud Secret Manager. */
    public GcpSecretManagerHook() {
        super("GCP Secret Manager", List.of("2."), "google-cloud-secretmanager");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(decided(
                SECRET,
                Target.of(
                                "com.google.api.gax.tracing.TracedUnaryCallable",
                                "futureCall",
                                "java.lang.Object",
                                "com.google.api.gax.rpc.ApiCallContext")
                        .beside("com.google.cloud.secretmanager.v1.AccessSecretVersionRequest"),
                call("Access", "Future")));
    }

    /** A call of any method of a Google service, of which an access is one: each version of the service has its own class for it. */
    static final class Access {
        @Advice.OnMethodEnter(skipOn = String.class)
        static Object enter(@Site int site, @Advice.Argument(0) Object request) {
            if (!request.getClass().getName().endsWith(".AccessSecretVersionRequest")
                    || !request.getClass().getName().startsWith("com.google.cloud.secretmanager.")) {
                return request;
            }
            final String name = (String) ((Message) request)
                    .getField(((Message) request).getDescriptorForType().findFieldByName("name"));
            final int version = name.lastIndexOf("/versions/");
            return RemitGate.secret(site, request, "gcp-sm", version < 0 ? name : name.substring(0, version));
        }
    }

    /** The answer is learned before the application can have it. */
    static final class Future {
        @SuppressWarnings("unchecked") // the proxies are of generic interfaces
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter Object entered,
                @Advice.Return(readOnly = false) ApiFuture<Object> result,
                @Advice.Thrown Throwable thrown) {
            if (entered instanceof String refusal) {
                result = ApiFutures.immediateFailedFuture(new PermissionDeniedException(
                        refusal,
                        new SecurityException(refusal),
                        GrpcStatusCode.of(Status.Code.PERMISSION_DENIED),
                        false));
            } else if (entered == null) {
                final Object ending = RemitGate.endLater(site, null, thrown);
                if (thrown == null) {
                    ApiFutures.addCallback(
                            result,
                            (ApiFutureCallback<Object>) Proxy.newProxyInstance(
                                    ApiFutureCallback.class.getClassLoader(),
                                    new Class<?>[] {ApiFutureCallback.class},
                                    (InvocationHandler) ending),
                            MoreExecutors.directExecutor());
                    result = ApiFutures.transform(
                            result,
                            (ApiFunction<Object, Object>) Proxy.newProxyInstance(
                                    ApiFunction.class.getClassLoader(),
                                    new Class<?>[] {ApiFunction.class},
                                    (InvocationHandler)
                                            RemitGate.learnLater(site, ending, "getPayload.getData.toStringUtf8")),
                            MoreExecutors.directExecutor());
                }
            }
        }
    }
}
