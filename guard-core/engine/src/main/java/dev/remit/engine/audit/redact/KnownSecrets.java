package dev.remit.engine.audit.redact;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The secret values that the guard has seen. From the moment {@link #learn} returns, records that are begun have
 * {@code «secret:NAME»} in their place.
 *
 * <p>Known are: the value, also without white space around it, its JSON-escaped forms and, when the value is JSON itself, each string in it under the same name. Values of
 * fewer than {@value #SHORTEST} bytes are not learned: replacing every "admin" or "eu-1" would make records unreadable and hide nothing.
 * In base64 and percent-encoding they are known too, apart, for the drain to look for: see {@link RecordRedactor}. Safe for use by any thread; learning takes a lock, but for a text that was learned lately; matching takes none.
 */
public final class KnownSecrets {
    /** Length in UTF-8 bytes below which a value is not learned. */
    public static final int SHORTEST = 6;

    /** Indexes of values are shorts. */
    private static final int MOST = Short.MAX_VALUE;

    /** A power of two. */
    private static final int RECENT = 64;

    private final Map<SecretValue, String> names = new LinkedHashMap<>();
    private final Map<SecretValue, String> encodedNames = new LinkedHashMap<>();

    /** Texts that were learned, or found to be too short, by their hash: a secret is fetched again and again. */
    private final AtomicReferenceArray<@Nullable Learned> recent = new AtomicReferenceArray<>(RECENT);

    private volatile @Nullable SecretMatcher matcher;
    private volatile @Nullable SecretMatcher encoded;

    /** Whether {@link #encoded} lacks something. */
    private volatile boolean encodedIsOld;

    /**
     * Learns a secret. A value that is known keeps its first name.
     *
     * @param name how the secret is called where it was fetched; stands in records
     * @return whether every form of the value will be replaced; false if it is too short, or too many are known
     */
    public boolean learn(String name, CharSequence value) {
        if (!(value instanceof String text)) {
            return learnNew(name, value);
        }
        int place = text.hashCode() & (RECENT - 1);
        // Whoever finds it here finds it in the matcher, too.
        @Nullable Learned before = recent.getAcquire(place);
        if (before != null && before.text.equals(text)) {
            return before.whole;
        }
        boolean whole = learnNew(name, text);
        recent.setRelease(place, new Learned(text, whole));
        return whole;
    }

    private synchronized boolean learnNew(String name, CharSequence value) {
        boolean learned = add(name, value.toString());
        for (String inner : JsonStrings.in(value)) {
            add(name, inner);
        }
        @Nullable SecretMatcher before = matcher;
        // It has fewer, too, where learning one has failed halfway.
        if (names.size() != (before == null ? 0 : before.size())) {
            // Before the other: a record that is begun once this returns finds both.
            encodedIsOld = true;
            matcher = new SecretMatcher(names, names.keySet());
        }
        return learned;
    }

    /** What finds the values known now, or null while there is none. */
    public @Nullable SecretMatcher matcher() {
        return matcher;
    }

    /** What finds the encoded forms of the values known now, or null while there is none. Made here, not on the thread that learned them. */
    @Nullable
    SecretMatcher encoded() {
        if (encodedIsOld) {
            renewEncoded();
        }
        return encoded;
    }

    private synchronized void renewEncoded() {
        Set<SecretValue> hidden = new HashSet<>(names.keySet());
        hidden.addAll(encodedNames.keySet());
        encoded = encodedNames.isEmpty() ? null : new SecretMatcher(encodedNames, hidden);
        encodedIsOld = false;
    }

    /** A value, and what is left of it when whoever uses it cuts the white space off: the line's end of a file, most of all. */
    private boolean add(String name, String value) {
        String bare = value.strip();
        boolean learned = addForms(name, bare);
        return bare.length() == value.length() ? learned : addForms(name, value) && learned;
    }

    private boolean addForms(String name, String value) {
        boolean learned = true;
        StringBuilder escaped = new StringBuilder();
        JsonEscape.append(value, false, escaped);
        StringBuilder ascii = new StringBuilder();
        JsonEscape.append(value, true, ascii);
        for (String form : List.of(value, escaped.toString(), ascii.toString())) {
            SecretValue secret = new SecretValue(bytes(form));
            if (secret.length() < SHORTEST || names.size() >= MOST) {
                learned = false;
            } else {
                names.putIfAbsent(secret, name);
            }
        }
        if (bytes(value).length >= SHORTEST) {
            for (String form : EncodedForms.of(value)) {
                SecretValue secret = new SecretValue(bytes(form));
                if (secret.length() >= SHORTEST && encodedNames.size() < MOST) {
                    encodedNames.putIfAbsent(secret, name);
                }
            }
        }
        return learned;
    }

    /** As the encoder writes it: a lone surrogate is U+FFFD there. */
    private static byte[] bytes(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(point -> whole.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point));
        return whole.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "KnownSecrets(hidden)";
    }

    /** What came of a text. No record: it is not to be printed. */
    private static final class Learned {
        final String text;
        final boolean whole;

        Learned(String text, boolean whole) {
            this.text = text;
            this.whole = whole;
        }
    }
}
