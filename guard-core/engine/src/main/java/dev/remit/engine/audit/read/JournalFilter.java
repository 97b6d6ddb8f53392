package dev.remit.engine.audit.read;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records to show: {@link #ALL}, narrowed by what is asked for. Each method returns a filter that asks for that too; null asks for
 * nothing. What a record does not say, it does not pass. Immutable.
 */
public final class JournalFilter implements Predicate<JournalRecord> {
    /** Lets every record pass. */
    public static final JournalFilter ALL = new JournalFilter(record -> true);

    private final Predicate<JournalRecord> passes;

    private JournalFilter(Predicate<JournalRecord> passes) {
        this.passes = passes;
    }

    @Override
    public boolean test(JournalRecord record) {
        return passes.test(record);
    }

    /** Such as {@code deny}, in any case. */
    public JournalFilter verdict(@Nullable String verdict) {
        return verdict == null ? this : also(record -> verdict.equalsIgnoreCase(record.verdict()));
    }

    /** The whole action, in any case. */
    public JournalFilter action(@Nullable String action) {
        return action == null ? this : also(record -> action.equalsIgnoreCase(record.action()));
    }

    /** The whole principal. */
    public JournalFilter principal(@Nullable String principal) {
        return principal == null ? this : also(record -> principal.equals(record.principal()));
    }

    /** The whole id of the AI agent's session. */
    public JournalFilter session(@Nullable String session) {
        return session == null ? this : also(record -> session.equals(record.session()));
    }

    /** The whole id of the task. */
    public JournalFilter task(@Nullable String task) {
        return task == null ? this : also(record -> task.equals(record.task()));
    }

    /** The whole id of a policy that determined the verdict, among those that the record names. */
    public JournalFilter policy(@Nullable String id) {
        return id == null ? this : also(record -> record.policies().contains(id));
    }

    /** From this time on; nanoseconds since the epoch. */
    public JournalFilter since(@Nullable Long timeNs) {
        return timeNs == null ? this : also(record -> record.timeNs() >= timeNs);
    }

    /** Before this time; nanoseconds since the epoch. */
    public JournalFilter until(@Nullable Long timeNs) {
        return timeNs == null ? this : also(record -> record.whole() && record.timeNs() < timeNs);
    }

    /** To be found, in any case, in whatever of a record is text: principal, arguments, prompt and so on. */
    public JournalFilter text(@Nullable String text) {
        if (text == null) {
            return this;
        }
        String wanted = text.toLowerCase(Locale.ROOT);
        return also(record -> contains(record, wanted));
    }

    private JournalFilter also(Predicate<JournalRecord> asked) {
        return new JournalFilter(passes.and(asked));
    }

    private static boolean contains(JournalRecord record, String wanted) {
        Stream<@Nullable String> texts = Stream.of(
                record.principal(),
                record.action(),
                record.resource(),
                record.reason(),
                record.session(),
                record.task(),
                record.prompt(),
                record.answer(),
                record.arguments(),
                record.result(),
                record.error(),
                String.join(" ", record.policies()));
        return texts.anyMatch(
                text -> text != null && text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
