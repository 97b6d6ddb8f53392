package dev.remit.samples.workloadapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.spiffe.bundle.jwtbundle.JwtBundle;
import io.spiffe.bundle.jwtbundle.JwtBundleSet;
import io.spiffe.exception.AuthorityNotFoundException;
import io.spiffe.exception.BundleNotFoundException;
import io.spiffe.exception.JwtBundleException;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.workloadapi.grpc.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIImplBase;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTBundlesResponse;
import io.spiffe.workloadapi.grpc.Workload.JWTSVID;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.JWTSVIDResponse;
import io.spiffe.workloadapi.grpc.Workload.ValidateJWTSVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.ValidateJWTSVIDResponse;
import io.spiffe.workloadapi.grpc.Workload.X509BundlesRequest;
import io.spiffe.workloadapi.grpc.Workload.X509BundlesResponse;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDRequest;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The methods of the Workload API. Each stream gets the whole state at once and again with every change. Thread-safe: one lock is over all.
 *
 * @see <a href="https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Workload_API.md">SPIFFE Workload API</a>
 */
final class WorkloadApiService extends SpiffeWorkloadAPIImplBase {
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final Authority authority;
    private final List<Authority> federated = new ArrayList<>();
    private final List<Stream<?>> streams = new ArrayList<>();
    private List<Entry> entries = List.of();
    private List<Svid> svids = List.of();
    private UnaryOperator<X509SVIDResponse> change = UnaryOperator.identity();
    private boolean denied;
    private boolean silent;
    private long opened;

    WorkloadApiService(Authority authority) {
        this.authority = authority;
    }

    synchronized void grant(List<Entry> granted) {
        entries = List.copyOf(granted);
        denied = false;
        issue();
        push();
    }

    synchronized void rotate() {
        issue();
        push();
    }

    synchronized void serve(List<Svid> issued) {
        svids = List.copyOf(issued);
        push();
    }

    synchronized void change(UnaryOperator<X509SVIDResponse> next) {
        change = next;
        push();
    }

    synchronized void federate(Authority other) {
        federated.add(other);
        push();
    }

    synchronized void deny() {
        denied = true;
        end(stream -> stream.observer.onError(noIdentity()));
    }

    synchronized void allow() {
        denied = false;
    }

    /** Whether calls are taken and never answered, as by a server that hangs. */
    synchronized void silent(boolean isSilent) {
        silent = isSilent;
    }

    synchronized void endStreams() {
        end(stream -> stream.observer.onCompleted());
    }

    /** How many streams were ever opened. */
    synchronized long opened() {
        return opened;
    }

    synchronized int open() {
        return streams.size();
    }

    @Override
    public void fetchX509SVID(X509SVIDRequest request, StreamObserver<X509SVIDResponse> observer) {
        open(observer, this::x509Svids);
    }

    @Override
    public void fetchX509Bundles(X509BundlesRequest request, StreamObserver<X509BundlesResponse> observer) {
        open(observer, this::x509Bundles);
    }

    @Override
    public void fetchJWTBundles(JWTBundlesRequest request, StreamObserver<JWTBundlesResponse> observer) {
        open(observer, this::jwtBundles);
    }

    @Override
    public synchronized void fetchJWTSVID(JWTSVIDRequest request, StreamObserver<JWTSVIDResponse> observer) {
        if (silent) {
            return;
        }
        if (request.getAudienceCount() == 0) {
            observer.onError(invalid("audience is missing"));
            return;
        }
        JWTSVIDResponse.Builder response = JWTSVIDResponse.newBuilder();
        for (Entry entry : denied ? List.<Entry>of() : entries) {
            if (request.getSpiffeId().isEmpty() || request.getSpiffeId().equals(entry.spiffeId())) {
                response.addSvids(JWTSVID.newBuilder()
                        .setSpiffeId(entry.spiffeId())
                        .setHint(entry.hint())
                        .setSvid(authority.token(entry.spiffeId(), request.getAudienceList(), TOKEN_LIFETIME)));
            }
        }
        if (response.getSvidsCount() == 0) {
            observer.onError(noIdentity());
            return;
        }
        observer.onNext(response.build());
        observer.onCompleted();
    }

    @Override
    public synchronized void validateJWTSVID(
            ValidateJWTSVIDRequest request, StreamObserver<ValidateJWTSVIDResponse> observer) {
        try {
            List<JwtBundle> bundles = new ArrayList<>();
            for (Authority each : authorities()) {
                bundles.add(JwtBundle.parse(TrustDomain.parse(each.trustDomain()), each.jwtBundle()));
            }
            JwtSvid svid = JwtSvid.parseAndValidate(
                    request.getSvid(), JwtBundleSet.of(bundles), Set.of(request.getAudience()));
            Struct.Builder claims = Struct.newBuilder();
            svid.getClaims()
                    .forEach((name, value) -> claims.putFields(
                            name,
                            Value.newBuilder()
                                    .setStringValue(String.valueOf(value))
                                    .build()));
            observer.onNext(ValidateJWTSVIDResponse.newBuilder()
                    .setSpiffeId(svid.getSpiffeId().toString())
                    .setClaims(claims)
                    .build());
            observer.onCompleted();
        } catch (JwtBundleException
                | JwtSvidException
                | BundleNotFoundException
                | AuthorityNotFoundException
                | IllegalArgumentException e) {
            observer.onError(invalid(String.valueOf(e.getMessage())));
        }
    }

    private synchronized <T> void open(StreamObserver<T> observer, Supplier<T> message) {
        opened++;
        if (silent) {
            return;
        }
        if (denied) {
            observer.onError(noIdentity());
            return;
        }
        Stream<T> stream = new Stream<>((ServerCallStreamObserver<T>) observer, message);
        stream.observer.setOnCancelHandler(() -> forget(stream));
        streams.add(stream);
        stream.send();
    }

    private synchronized void forget(Stream<?> stream) {
        streams.remove(stream);
    }

    private void end(java.util.function.Consumer<Stream<?>> how) {
        List<Stream<?>> all = List.copyOf(streams);
        streams.clear();
        all.forEach(how);
    }

    private void push() {
        streams.forEach(Stream::send);
    }

    private void issue() {
        List<Svid> issued = new ArrayList<>();
        for (Entry entry : entries) {
            issued.add(authority.issue(entry.spiffeId(), entry.hint(), entry.lifetime()));
        }
        svids = issued;
    }

    private X509SVIDResponse x509Svids() {
        X509SVIDResponse.Builder response = X509SVIDResponse.newBuilder();
        for (Svid svid : svids) {
            response.addSvids(svid.message(authority.x509Bundle()));
        }
        for (Authority other : federated) {
            response.putFederatedBundles(id(other), ByteString.copyFrom(other.x509Bundle()));
        }
        return change.apply(response.build());
    }

    private X509BundlesResponse x509Bundles() {
        X509BundlesResponse.Builder response = X509BundlesResponse.newBuilder();
        for (Authority each : authorities()) {
            response.putBundles(id(each), ByteString.copyFrom(each.x509Bundle()));
        }
        return response.build();
    }

    private JWTBundlesResponse jwtBundles() {
        JWTBundlesResponse.Builder response = JWTBundlesResponse.newBuilder();
        for (Authority each : authorities()) {
            response.putBundles(id(each), ByteString.copyFrom(each.jwtBundle()));
        }
        return response.build();
    }

    private List<Authority> authorities() {
        List<Authority> all = new ArrayList<>(federated);
        all.add(authority);
        return all;
    }

    private static String id(Authority authority) {
        return "spiffe://" + authority.trustDomain();
    }

    private static RuntimeException noIdentity() {
        return Status.PERMISSION_DENIED.withDescription("no identity issued").asRuntimeException();
    }

    private static RuntimeException invalid(String what) {
        return Status.INVALID_ARGUMENT.withDescription(what).asRuntimeException();
    }

    /** One stream that waits for changes. */
    private record Stream<T>(ServerCallStreamObserver<T> observer, Supplier<T> message) {
        void send() {
            observer.onNext(message.get());
        }
    }
}
