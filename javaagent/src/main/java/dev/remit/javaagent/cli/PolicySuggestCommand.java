package dev.remit.javaagent.cli;

import dev.remit.engine.Category;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalReader;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.policy.suggest.ObservedCalls;
import dev.remit.engine.policy.suggest.PolicySuggestion;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the policy that would permit what a journal shows. */
@Command(
        name = "suggest",
        description = {
            "Prints Cedar policies that permit exactly the calls of a journal.",
            "",
            "A policy to start from: for each AI agent, then for the application's own endpoints, by kind of",
            "call. Calls that were refused are left out. Review it before use: it says what was done, not what",
            "should be."
        },
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "1:the journal shows no call",
            "2:the command line is wrong, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy suggest ./remit-audit > /etc/remit/policy/agent.cedar",
            "  REMIT_MODE=enforce REMIT_POLICY=/etc/remit/policy java -javaagent:remit.jar -jar app.jar"
        })
final class PolicySuggestCommand implements Callable<Integer> {
    private static final String DECISION = "decision";
    private static final String ALLOWED = "allow";
    private static final String OBSERVED = "observe";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The journal's folder: what audit.dir names.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private Path folder;

    @Override
    public Integer call() throws AuditException {
        ObservedCalls calls = new ObservedCalls();
        long damaged = 0;
        try (JournalReader reader = JournalReader.open(folder)) {
            for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
                if (!record.whole()) {
                    damaged++;
                } else if (record.kind().equals(DECISION)) {
                    add(record, calls);
                }
            }
            reader.warnings().forEach(this::warn);
        }
        if (damaged > 0) {
            warn(damaged + " damaged records of " + folder + " are left out");
        }
        if (calls.permitted() == 0) {
            throw new CommandFailure(
                    ExitStatus.FINDINGS,
                    folder
                            + " shows no call that could be permitted; let the application work under the flag with mode=observe first");
        }
        spec.commandLine()
                .getOut()
                .print(PolicySuggestion.of(
                        calls, folder.toAbsolutePath().normalize().toString()));
        return ExitStatus.OK;
    }

    private static void add(JournalRecord record, ObservedCalls calls) {
        boolean wentAhead = ALLOWED.equals(record.verdict()) || OBSERVED.equals(record.mode());
        calls.add(
                category(record.category()),
                record.principal(),
                record.action(),
                record.resource(),
                wentAhead,
                record.timeNs());
    }

    private static @Nullable Category category(@Nullable String name) {
        for (Category category : Category.values()) {
            if (category.name().equalsIgnoreCase(name)) {
                return category;
            }
        }
        return null;
    }

    private void warn(String text) {
        Errors.print(spec.commandLine().getErr(), text);
    }
}
