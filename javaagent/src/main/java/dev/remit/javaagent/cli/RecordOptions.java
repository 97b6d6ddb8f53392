package dev.remit.javaagent.cli;

import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.policy.Vocabulary;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which records are meant: the folder and the filters that the commands which read a journal share. */
final class RecordOptions {
    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's folder: what audit.dir names.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    Path folder;

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "Decisions with this verdict alone: allow, deny, step_up, defer or modify.")
    private @Nullable Verdict verdict;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description =
                    "Decisions on this action alone: a tool's name, an HTTP method, FetchSecret, Connect, Exec or LoadCode.")
    private @Nullable String action;

    @Option(
            names = "--principal",
            paramLabel = "ID",
            description = "Decisions for this principal alone, as it is recorded: Remit::Agent::\"spiffe://…\".")
    private @Nullable String principal;

    @Option(names = "--session", paramLabel = "ID", description = "Decisions in this session of an AI agent alone.")
    private @Nullable String session;

    @Option(names = "--task", paramLabel = "ID", description = "Decisions for this task alone.")
    private @Nullable String task;

    @Option(
            names = "--policy",
            paramLabel = "ID",
            description = "Decisions that this policy determined alone; a decision names 16 policies at most.")
    private @Nullable String policy;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "Records that hold this text in any of their texts: principal, action, resource, reason, arguments, prompt and so on.")
    private @Nullable String text;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            converter = When.class,
            description =
                    "Records from this time on: an age such as 90s, 10m, 2h or 1d, or a time such as 2026-01-31T08:00:00Z.")
    private @Nullable When since;

    @Option(
            names = "--until",
            paramLabel = "WHEN",
            converter = When.class,
            description = "Records before this time, written likewise.")
    private @Nullable When until;

    JournalFilter filter() {
        return JournalFilter.ALL
                .verdict(verdict == null ? null : verdict.name().toLowerCase(Locale.ROOT))
                .action(recorded(action))
                .principal(principal)
                .session(session)
                .task(task)
                .policy(policy)
                .since(epochNs(since))
                .until(epochNs(until))
                .text(text);
    }

    boolean hasSince() {
        return since != null;
    }

    private static @Nullable Long epochNs(@Nullable When when) {
        return when == null ? null : when.epochNs();
    }

    /** People type the name alone; records hold the entity. */
    private static @Nullable String recorded(@Nullable String action) {
        return action == null || action.contains("::\"")
                ? action
                : Vocabulary.action(action).toString();
    }
}
