package dev.remit.engine.audit.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds known secrets in UTF-8 text: one table look-up a byte while nothing is near. Immutable, shared by all threads, allocates nothing.
 *
 * <p>Where several stand at one place the longest is found.
 */
public final class SecretMatcher {
    /** What a placeholder begins with; the secret's name and {@code »} follow. */
    public static final String PLACEHOLDER = "«secret:";

    private static final int BUCKETS = 4096;

    private final SecretValue[] values;
    private final byte[][] placeholders;

    /** By hash of a value's first two bytes: the index of the longest, or -1. */
    private final short[] heads = new short[BUCKETS];

    /** By value: the next shorter one of the same bucket, or -1. */
    private final short[] next;

    private final int longest;

    /**
     * A matcher of values.
     *
     * @param names what each is called
     * @param hidden what no placeholder may show: a name that does is not used
     */
    SecretMatcher(Map<SecretValue, String> names, Set<SecretValue> hidden) {
        List<Map.Entry<SecretValue, String>> sorted = names.entrySet().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getKey().length(), a.getKey().length()))
                .toList();
        values = new SecretValue[sorted.size()];
        placeholders = new byte[values.length][];
        next = new short[values.length];
        Arrays.fill(heads, (short) -1);
        Map<String, Boolean> showing = new HashMap<>();
        for (int i = values.length - 1; i >= 0; i--) {
            values[i] = sorted.get(i).getKey();
            String name = sorted.get(i).getValue();
            boolean shows = showing.computeIfAbsent(name, unseen -> shows(placeholder(unseen), hidden));
            placeholders[i] = placeholder(shows ? "#" + i : name);
            int bucket = bucket(values[i].first(), values[i].second());
            next[i] = heads[bucket];
            heads[bucket] = (short) i;
        }
        longest = values[0].length();
    }

    private static boolean shows(byte[] placeholder, Set<SecretValue> hidden) {
        return hidden.stream().anyMatch(value -> value.standsIn(placeholder));
    }

    private static byte[] placeholder(String name) {
        return (PLACEHOLDER + name + "»").getBytes(StandardCharsets.UTF_8);
    }

    /** How many values it finds. */
    int size() {
        return values.length;
    }

    /** Length in bytes of the longest secret. */
    public int longest() {
        return longest;
    }

    /** The secret that stands in {@code text} at {@code at} and ends before {@code end}, or -1. */
    public int match(byte[] text, int at, int end) {
        if (end - at < 2) {
            return -1;
        }
        int candidate = heads[bucket(text[at], text[at + 1])];
        while (candidate >= 0) {
            if (values[candidate].standsAt(text, at, end)) {
                return candidate;
            }
            candidate = next[candidate];
        }
        return -1;
    }

    /** The secret that begins with all that stands in {@code text} from {@code at} to {@code end}, or -1. */
    int beginning(byte[] text, int at, int end) {
        for (int i = 0; i < values.length; i++) {
            if (values[i].beginsWith(text, at, end)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether any secret stands in {@code text} between {@code start} and {@code end}. */
    public boolean standsIn(byte[] text, int start, int end) {
        for (int i = start; i < end - 1; i++) {
            if (match(text, i, end) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Length in bytes of a secret that was matched. */
    public int length(int secret) {
        return values[secret].length();
    }

    /** What is written instead. Not to be changed. */
    public byte[] placeholder(int secret) {
        return placeholders[secret];
    }

    @Override
    public String toString() {
        return "SecretMatcher(" + values.length + " values)";
    }

    private static int bucket(int first, int second) {
        return (first & 0xFF) * 31 + (second & 0xFF) & BUCKETS - 1;
    }
}
