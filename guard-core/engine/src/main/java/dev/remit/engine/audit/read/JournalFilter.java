package dev.remit.engine.audit.read;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records to show. Null, or 0 for the time, stands for any. Immutable.
 *
 * @param verdict such as {@code deny}, in any case
 * @param action the whole action, in any case
 * @param principal the whole principal
 * @param sinceNs earliest time, nanoseconds since the epoch
 * @param text to be found, in any case, in principal, action, resource, reason, session, arguments, policies or error
 */
public record JournalFilter(
        @Nullable String verdict,
        @Nullable String action,
        @Nullable String principal,
        long sinceNs,
        @Nullable String text)
        implements Predicate<JournalRecord> {
    /** Lets every record pass. */
    public static final JournalFilter ALL = new JournalFilter(null, null, null, 0, null);

    @Override
    public boolean test(JournalRecord record) {
        return (verdict == null || verdict.equalsIgnoreCase(record.verdict()))
                && (action == null || action.equalsIgnoreCase(record.action()))
                && (principal == null || principal.equals(record.principal()))
                && record.timeNs() >= sinceNs
                && (text == null || contains(record, text.toLowerCase(Locale.ROOT)));
    }

    private static boolean contains(JournalRecord record, String wanted) {
        Stream<@Nullable String> texts = Stream.of(
                record.principal(),
                record.action(),
                record.resource(),
                record.reason(),
                record.session(),
                record.arguments(),
                record.error(),
                String.join(" ", record.policies()));
        return texts.anyMatch(
                text -> text != null && text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
