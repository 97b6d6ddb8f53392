package dev.remit.engine.config;

import dev.remit.engine.identity.WorkloadEndpoint;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a key accepts, in words for people and as a check. Immutable.
 *
 * <p>One class with a tag, not a class for each kind: every class that is loaded before the application's {@code main} costs about half a
 * millisecond.
 */
final class ValueType {
    private static final int CHOICE = 0;
    private static final int INTEGER = 1;
    private static final int PATH = 2;
    private static final int NAMES = 3;
    private static final int FILES = 4;
    private static final int IDENTITY = 5;
    private static final int ANCHOR = 6;
    private static final int TEXT = 7;
    private static final int ZONE = 8;
    private static final int ENDPOINT = 9;
    private static final int HOSTS = 10;

    private static final String NO_ENDPOINT = "none";

    /** No number is larger; ten times as much still is one. */
    private static final long LARGEST = 1L << 58;

    private final int kind;
    private final String words;
    private final String other;
    private final long min;
    private final long max;

    private ValueType(int kind, String words, String other, long min, long max) {
        this.kind = kind;
        this.words = words;
        this.other = other;
        this.min = min;
        this.max = max;
    }

    /** One of two words, written exactly so. */
    static ValueType choice(String first, String second) {
        return new ValueType(CHOICE, first, second, 0, 0);
    }

    /** A whole number between two bounds, both included. */
    static ValueType integer(long min, long max) {
        return new ValueType(INTEGER, "a whole number", "", min, max);
    }

    /** A whole number between two bounds, both included, with a single bit set. */
    static ValueType powerOfTwo(int min, int max) {
        return new ValueType(INTEGER, "a power of two", "", min, max);
    }

    /** A path; {@code what} is one of {@link PathCheck}'s. */
    static ValueType path(int what, String words) {
        return new ValueType(PATH, words, "", what, what);
    }

    /** Names of environment variables between commas. */
    static ValueType variables() {
        return names("variable", "PAYMENT_KEY,*_TOKEN,AWS_*");
    }

    /** Names between commas; {@code what} is the one thing that has such a name. */
    static ValueType names(String what, String examples) {
        return new ValueType(NAMES, "names between commas, '*' for any characters: ".concat(examples), what, 0, 0);
    }

    /** Paths of files between commas. */
    static ValueType files() {
        return new ValueType(
                FILES,
                "paths between commas, '*' within a name, '**' across folders: /run/secrets,/etc/acme/*.pem",
                "",
                0,
                0);
    }

    /** Where checkpoints of the journal are kept, too. */
    static ValueType anchor() {
        return new ValueType(
                ANCHOR,
                "file: and a path outside of audit.dir, such as file:/var/lib/remit/support.anchor; or an address such as"
                        + " https://anchor.acme.com/support",
                "",
                0,
                0);
    }

    /** Any text, up to a length. */
    static ValueType text(int length) {
        return new ValueType(TEXT, "a text of at most " + length + " characters", "", 0, length);
    }

    /** A time zone. */
    static ValueType zone() {
        return new ValueType(ZONE, "a time zone such as Europe/Berlin or UTC", "", 0, 0);
    }

    /** Hosts with their ports, between commas. */
    static ValueType hosts() {
        return new ValueType(
                HOSTS,
                "hosts with their ports between commas, '*' for any characters: worker.acme.com:443,*.workers.acme.com:8443",
                "",
                0,
                0);
    }

    /** Where a SPIFFE Workload API listens. */
    static ValueType endpoint() {
        return new ValueType(
                ENDPOINT, "unix:/run/spire/sockets/agent.sock, tcp://127.0.0.1:8081, or none", NO_ENDPOINT, 0, 0);
    }

    /** A workload's SPIFFE ID. */
    static ValueType identity() {
        return new ValueType(IDENTITY, "a SPIFFE ID such as spiffe://acme.com/support/bookings", "", 0, 0);
    }

    /** The accepted values in words, to follow "allowed: ". */
    String allowed() {
        return switch (kind) {
            case CHOICE -> words + ", " + other;
            case INTEGER -> words + " from " + min + " to " + max;
            default -> words;
        };
    }

    /** Why a text that is not empty is not accepted; null if it is. */
    @Nullable
    String faultIn(String text) {
        return switch (kind) {
            case CHOICE -> text.equals(words) || text.equals(other) ? null : "no such choice";
            case INTEGER -> faultInInteger(text);
            case PATH -> PathCheck.faultIn(text, (int) min);
            case NAMES -> PatternList.faultInNames(text, other);
            case HOSTS -> PatternList.faultInHosts(text);
            case FILES -> PatternList.faultInPaths(text);
            case ANCHOR -> AnchorCheck.faultIn(text);
            case TEXT -> faultInText(text);
            case ZONE -> faultInZone(text);
            case ENDPOINT -> faultInEndpoint(text);
            default -> SpiffeId.faultIn(text);
        };
    }

    /** What a text without fault stands for. */
    Object parse(String text) {
        return switch (kind) {
            case INTEGER -> Long.parseLong(text);
            case PATH -> PathCheck.path(text);
            case NAMES, HOSTS -> PatternList.names(text);
            case FILES -> PatternList.paths(text);
            case ANCHOR -> AnchorCheck.parse(text);
            case CHOICE, TEXT, ZONE -> text;
            case ENDPOINT -> text.equals(NO_ENDPOINT) ? text : WorkloadEndpoint.parse(text);
            default -> SpiffeId.parse(text);
        };
    }

    private static @Nullable String faultInEndpoint(String text) {
        if (text.equals(NO_ENDPOINT)) {
            return null;
        }
        try {
            WorkloadEndpoint.parse(text);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** The zones' rules take milliseconds to load, and most configurations name none. */
    private static @Nullable String faultInZone(String text) {
        if (text.equals("UTC")) {
            return null;
        }
        try {
            ZoneId.of(text);
            return null;
        } catch (DateTimeException e) {
            return "no such time zone";
        }
    }

    private @Nullable String faultInText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return "it holds a control character";
            }
        }
        return text.length() > max ? "longer than that" : null;
    }

    private @Nullable String faultInInteger(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return "not a whole number of digits alone";
            }
            value = Math.min(value * 10 + digit, LARGEST + 1);
        }
        if (value < min) {
            return "too small";
        }
        if (value > max) {
            return "too large";
        }
        return words.equals("a power of two") && Long.bitCount(value) != 1 ? "not a power of two" : null;
    }
}
