package dev.remit.engine.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads X.509 trust bundles from files: certificates in PEM, or the JSON of a SPIFFE bundle, as {@code spire-server bundle show} prints both.
 * Neither says which trust domain it is of; that is what the certificates name as theirs. Stateless.
 *
 * @see <a href="https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md#4-spiffe-bundle-format">SPIFFE bundle
 *     format</a>
 */
public final class TrustBundleFile {
    private static final String SCHEME = "spiffe://";

    private TrustBundleFile() {}

    /**
     * The bundles in a file, one for each trust domain.
     *
     * @throws IOException if it can't be read or holds no certificate; the message names it
     */
    public static List<TrustBundle> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(
                    file + " can't be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")", e);
        }
        try {
            Map<String, Set<X509Certificate>> found = new TreeMap<>();
            for (X509Certificate authority : certificates(bytes)) {
                found.computeIfAbsent(trustDomain(authority), name -> new HashSet<>())
                        .add(authority);
            }
            if (found.isEmpty()) {
                throw new IdentityException("it holds no certificate");
            }
            List<TrustBundle> bundles = new ArrayList<>();
            found.forEach((name, authorities) -> bundles.add(new TrustBundle(name, authorities)));
            return bundles;
        } catch (IOException | GeneralSecurityException | IdentityException | IllegalArgumentException e) {
            throw new IOException(
                    file + " is no trust bundle (" + e.getMessage()
                            + "); give what 'spire-server bundle show' prints, in PEM or with -format spiffe",
                    e);
        }
    }

    private static List<X509Certificate> certificates(byte[] bytes) throws IOException, GeneralSecurityException {
        byte[] der =
                new String(bytes, StandardCharsets.ISO_8859_1).stripLeading().startsWith("{") ? ofJson(bytes) : bytes;
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate each :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der))) {
            certificates.add((X509Certificate) each);
        }
        return certificates;
    }

    /** The {@code x5c} of all {@code keys}: those of JWT-SVIDs have none. */
    private static byte[] ofJson(byte[] json) throws IOException {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            boolean inChain = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    inChain = "x5c".equals(parser.currentName());
                } else if (token == JsonToken.END_ARRAY) {
                    inChain = false;
                } else if (inChain && token == JsonToken.VALUE_STRING) {
                    der.writeBytes(Base64.getDecoder().decode(parser.getText()));
                }
            }
        }
        return der.toByteArray();
    }

    private static String trustDomain(X509Certificate authority) throws IdentityException {
        for (List<?> name : TrustBundle.names(authority)) {
            String value = String.valueOf(name.get(1));
            if (name.get(0).equals(TrustBundle.URI_NAME) && value.startsWith(SCHEME)) {
                return value.substring(SCHEME.length());
            }
        }
        return "";
    }
}
