package dev.remit.engine.audit.proof;

import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.IdentityException;
import dev.remit.engine.identity.TrustBundle;
import dev.remit.engine.identity.TrustBundleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose signatures count: of public keys that were kept elsewhere, of SVIDs that trust bundles prove, or, where neither is given, of whomever the
 * checkpoints name themselves. Immutable.
 *
 * @param keys fingerprints
 */
public record Trust(Set<String> keys, List<TrustBundle> bundles) {
    /** Whoever has signed. */
    public static final Trust ANYBODY = new Trust(Set.of(), List.of());

    private static final long NS_PER_MS = 1_000_000;

    public Trust {
        keys = Set.copyOf(keys);
        bundles = List.copyOf(bundles);
    }

    /**
     * Reads public keys and trust bundles.
     *
     * @throws IOException if a file can't be read or holds none; the message names it
     */
    public static Trust read(List<Path> keys, List<Path> bundles) throws IOException {
        List<TrustBundle> read = new ArrayList<>();
        for (Path file : bundles) {
            read.addAll(TrustBundleFile.read(file));
        }
        return new Trust(PublicKeys.fingerprints(keys), read);
    }

    /**
     * What is known of who has signed a checkpoint.
     *
     * @param signer the SPIFFE ID of its SVID, or the fingerprint of its key
     * @param isProven whether one of these vouches for it, or nobody was asked to
     * @param problem why it must not have signed, in words; null if it may
     */
    public record Judgement(
            String signer, boolean isProven, @Nullable String problem) {}

    /** Whether nobody was asked to vouch for who has signed. */
    public boolean isEmpty() {
        return keys.isEmpty() && bundles.isEmpty();
    }

    /** Judges who has signed; that the signature is right is seen before. */
    public Judgement of(Checkpoint.Signed signed) {
        String signer = signer(signed);
        if (isEmpty() || keys.contains(PublicKeys.fingerprint(signed.key()))) {
            return new Judgement(signer, true, null);
        }
        if (signed.certificates().isEmpty()) {
            // The folder's key signs while there is no SVID. It proves nothing to a bundle, and need not be wrong.
            return new Judgement(signer, false, keys.isEmpty() ? null : "signed by another key: " + signer);
        }
        if (bundles.isEmpty()) {
            return new Judgement(
                    signer, false, "signed by the SVID of " + signer + ", which a trust bundle proves; see --bundle");
        }
        String problem = unproven(signed);
        return new Judgement(signer, problem == null, problem);
    }

    private @Nullable String unproven(Checkpoint.Signed signed) {
        try {
            List<X509Certificate> chain = signed.chain();
            SpiffeId id = TrustBundle.idOf(chain.get(0));
            TrustBundle bundle = bundleFor(id.trustDomain());
            if (bundle == null) {
                return "signed by " + id + ", of the trust domain " + id.trustDomain()
                        + ", which no given bundle is of";
            }
            // What has expired since was right when it was used.
            bundle.verify(chain, signed.checkpoint().timeNs() / NS_PER_MS);
            return null;
        } catch (GeneralSecurityException | IdentityException e) {
            return "signed by an SVID that is not proven: " + e.getMessage();
        }
    }

    private @Nullable TrustBundle bundleFor(String trustDomain) {
        TrustBundle any = null;
        for (TrustBundle bundle : bundles) {
            if (bundle.trustDomain().equals(trustDomain)) {
                return bundle;
            }
            if (bundle.trustDomain().isEmpty()) {
                any = bundle;
            }
        }
        return any;
    }

    /** The SPIFFE ID of the SVID that has signed, or the key's fingerprint, as the checkpoint itself says. */
    public static String signer(Checkpoint.Signed signed) {
        try {
            List<X509Certificate> chain = signed.chain();
            return chain.isEmpty()
                    ? PublicKeys.fingerprint(signed.key())
                    : TrustBundle.idOf(chain.get(0)).toString();
        } catch (GeneralSecurityException | IdentityException e) {
            return PublicKeys.fingerprint(signed.key());
        }
    }
}
