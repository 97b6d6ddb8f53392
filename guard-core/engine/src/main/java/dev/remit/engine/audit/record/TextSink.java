package dev.remit.engine.audit.record;

import dev.remit.engine.audit.redact.SecretMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Takes characters of any number, turns them into UTF-8, replaces known secrets and hands the bytes to the record: a window of a few
 * kilobytes is all it holds, so that an argument of many megabytes costs time in proportion and no memory. One thread at a time.
 */
final class TextSink {
    private static final int CHUNK = 4096;

    /** More than one append writes at once. */
    private static final int SLACK = 16;

    private final RecordEncoder target;

    /** Made when a text first comes this way: most are strings that the encoder copies whole. */
    private byte[] window = {};

    private int count;
    private int full = CHUNK;
    private char high;
    private @Nullable SecretMatcher secrets;

    TextSink(RecordEncoder target) {
        this.target = target;
    }

    void begin(@Nullable SecretMatcher matcher) {
        count = 0;
        high = 0;
        secrets = matcher;
        int ahead = matcher == null ? 0 : matcher.longest();
        full = CHUNK + ahead;
        if (window.length < full + SLACK) {
            window = new byte[full + SLACK];
        }
    }

    void append(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            append(text.charAt(i));
        }
    }

    void append(char c) {
        if (c < 0x80 && high == 0) {
            window[count++] = (byte) c;
        } else {
            appendWide(c);
        }
        if (count >= full) {
            flush(false);
        }
    }

    private void appendWide(char c) {
        if (high != 0) {
            char first = high;
            high = 0;
            if (Character.isLowSurrogate(c)) {
                count = Utf8.pair(first, c, window, count);
                return;
            }
            count = Utf8.single(first, window, count);
        }
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            count = Utf8.single(c, window, count);
        }
    }

    /** Bytes of the current text that have left the window, those beyond its limit included. */
    long taken() {
        return target.textSize();
    }

    void end() {
        if (high != 0) {
            count = Utf8.single(high, window, count);
            high = 0;
        }
        flush(true);
    }

    private void flush(boolean last) {
        SecretMatcher matcher = secrets;
        int plain = 0;
        if (matcher != null) {
            // A secret may go on beyond the window: positions without a full view of the longest one wait for more.
            int decided = last ? count : count - matcher.longest() + 1;
            int i = 0;
            while (i < decided) {
                int secret = matcher.match(window, i, count);
                if (secret < 0) {
                    i++;
                    continue;
                }
                target.accept(window, plain, i);
                byte[] placeholder = matcher.placeholder(secret);
                target.accept(placeholder, 0, placeholder.length);
                i += matcher.length(secret);
                plain = i;
            }
            target.accept(window, plain, i);
            System.arraycopy(window, i, window, 0, count - i);
            count -= i;
        } else {
            target.accept(window, 0, count);
            count = 0;
        }
    }
}
