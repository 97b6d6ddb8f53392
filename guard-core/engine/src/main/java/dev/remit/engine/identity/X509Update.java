package dev.remit.engine.identity;

import com.google.protobuf.ByteString;
import dev.remit.engine.config.SpiffeId;
import io.spiffe.bundle.x509bundle.X509Bundle;
import io.spiffe.exception.X509BundleException;
import io.spiffe.exception.X509SvidException;
import io.spiffe.spiffeid.TrustDomain;
import io.spiffe.svid.x509svid.X509Svid;
import io.spiffe.workloadapi.grpc.Workload.X509SVID;
import io.spiffe.workloadapi.grpc.Workload.X509SVIDResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a message with X.509-SVIDs says, checked: each SVID is verified by the bundle that came with it, and its key is its certificate's. One that
 * is wrong makes the message wrong. Immutable.
 *
 * @param svids the default one first
 * @param bundles by trust domain, the federated ones too
 */
record X509Update(List<Svid> svids, Map<String, TrustBundle> bundles) {
    /**
     * @param nowMs milliseconds since the epoch
     * @throws IdentityException if something of it can't be used, or the wanted SVID is not among them; the message says what
     */
    static X509Update of(X509SVIDResponse message, IdentitySettings settings, long nowMs) throws IdentityException {
        Map<String, TrustBundle> bundles = new HashMap<>();
        for (Map.Entry<String, ByteString> each :
                message.getFederatedBundlesMap().entrySet()) {
            TrustBundle bundle = bundle(each.getKey(), each.getValue());
            bundles.put(bundle.trustDomain(), bundle);
        }
        List<Svid> svids = new ArrayList<>();
        Set<String> hints = new HashSet<>();
        for (X509SVID each : message.getSvidsList()) {
            // Of several with one hint the first counts, says the Workload API's specification.
            if (each.getHint().isEmpty() || hints.add(each.getHint())) {
                TrustBundle bundle = bundle(each.getSpiffeId(), each.getBundle());
                bundles.put(bundle.trustDomain(), bundle);
                svids.add(svid(each, bundle, nowMs));
            }
        }
        if (svids.isEmpty()) {
            throw new IdentityException("its message has no SVID");
        }
        Svid wanted = wanted(svids, settings);
        svids.remove(wanted);
        svids.add(0, wanted);
        return new X509Update(List.copyOf(svids), Map.copyOf(bundles));
    }

    private static Svid svid(X509SVID message, TrustBundle bundle, long nowMs) throws IdentityException {
        X509Svid parsed;
        try {
            parsed = X509Svid.parseRaw(
                    message.getX509Svid().toByteArray(),
                    message.getX509SvidKey().toByteArray());
        } catch (X509SvidException | RuntimeException e) {
            // Without its cause: what can't be read may be the key.
            throw new IdentityException("the SVID of " + message.getSpiffeId() + " can't be read: " + e.getMessage());
        }
        List<X509Certificate> chain = parsed.getChain();
        SpiffeId id = bundle.verify(chain, nowMs);
        if (!id.toString().equals(message.getSpiffeId())) {
            throw new IdentityException("the certificate sent as " + message.getSpiffeId() + " is of " + id);
        }
        Svid svid = new Svid(id, message.getHint(), chain, parsed.getPrivateKey());
        try {
            if (!svid.isPair()) {
                throw new IdentityException("the key of " + id + " is not its certificate's");
            }
        } catch (GeneralSecurityException e) {
            throw new IdentityException("the key of " + id + " can't sign");
        }
        return svid;
    }

    private static TrustBundle bundle(String spiffeId, ByteString der) throws IdentityException {
        try {
            TrustDomain trustDomain = TrustDomain.parse(spiffeId);
            return new TrustBundle(
                    trustDomain.getName(),
                    X509Bundle.parse(trustDomain, der.toByteArray()).getX509Authorities());
        } catch (X509BundleException | RuntimeException e) {
            throw new IdentityException("the bundle for " + spiffeId + " can't be read: " + e.getMessage(), e);
        }
    }

    private static Svid wanted(List<Svid> svids, IdentitySettings settings) throws IdentityException {
        for (Svid svid : svids) {
            boolean isHinted = settings.hint().isEmpty() || settings.hint().equals(svid.hint());
            boolean isExpected = !settings.expected() || settings.configured().equals(svid.id());
            if (isHinted && isExpected) {
                return svid;
            }
        }
        StringBuilder wanted = new StringBuilder();
        if (settings.expected()) {
            wanted.append(settings.configured());
        }
        if (!settings.hint().isEmpty()) {
            wanted.append(wanted.isEmpty() ? "" : " ").append("with hint ").append(settings.hint());
        }
        StringBuilder found = new StringBuilder();
        for (Svid svid : svids) {
            found.append(found.isEmpty() ? "" : ", ").append(svid.id());
            found.append(svid.hint().isEmpty() ? "" : " with hint " + svid.hint());
        }
        boolean isForeign = settings.expected()
                && svids.stream()
                        .noneMatch(svid -> svid.id()
                                .trustDomain()
                                .equals(settings.configured().trustDomain()));
        throw new IdentityException("it has SVIDs for " + found + (isForeign ? ", of another trust domain" : "")
                + ", and expected is " + wanted);
    }
}
