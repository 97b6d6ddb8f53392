package dev.remit.javaagent.cli;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.entity.Request;
import dev.remit.cedar.entity.RequestParser;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.Explanation;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.TextLines;
import dev.remit.engine.config.ConfigException;
import dev.remit.engine.config.ConfigLoader;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.PolicyFiles;
import dev.remit.engine.policy.Surroundings;
import dev.remit.engine.policy.explain.CallExplainer;
import dev.remit.engine.policy.explain.ExplainedCall;
import dev.remit.engine.policy.explain.UnreplayableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells why a request is allowed or refused. */
@Command(
        name = "explain",
        description = {
            "Tells why policies allow or refuse a request: one of a journal, or one written as JSON.",
            "",
            "Shows the policies that decided, with the values that made each condition what it is. Where no permit applies, it shows"
                    + " the permits that came nearest and what failed in each. What a record does not hold, and where the answer differs"
                    + " from the recorded one, is said in notes.",
            "",
            "Of a record, what the session and task had done by then is counted again from the journal's earlier records.",
            "",
            "A request is {\"principal\": …, \"action\": …, \"resource\": …, \"context\": {…}, \"entities\": […]}, the last two optional;"
                    + " an entity is {\"type\": …, \"id\": …} or a text such as \"Remit::Action::\\\"refund\\\"\"."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:the request is allowed",
            "1:it is refused",
            "2:the command line is wrong, or its input can't be used"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy explain --policy agent.cedar --journal ./remit-audit --sequence 42",
            "  java -jar remit.jar policy explain --policy agent.cedar --request request.json",
            "  java -jar remit.jar policy explain --policy agent.cedar --json --request - < request.json"
        })
final class PolicyExplainCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "PATH",
            description =
                    "A file, or a folder whose files ending in .cedar are read, those of folders below too. May be given more than once.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> policies;

    @Option(names = "--entities", paramLabel = "FILE", description = "Entities in Cedar's JSON form.")
    private @Nullable Path entities;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private Source source;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "guard",
            description =
                    "What an error in a forbid does: guard, it refuses, as under the javaagent; cedar, it is left out, as in the language."
                            + " Default: guard.")
    @SuppressWarnings("NullAway.Init") // has a default
    private ErrorMode mode;

    @Option(
            names = "--nearest",
            paramLabel = "N",
            defaultValue = "" + Explanation.NEAREST,
            description = "How many permits that came near are shown at most. Default: ${DEFAULT-VALUE}.")
    private int nearest;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    /** Where the request comes from. */
    static final class Source {
        @Option(
                names = "--request",
                required = true,
                paramLabel = "FILE",
                description = "The request as JSON; - for stdin.")
        private @Nullable String request;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Recorded recorded;
    }

    /** A journal's record. */
    static final class Recorded {
        @Option(
                names = "--journal",
                required = true,
                paramLabel = "DIR",
                description = "The journal's folder: what audit.dir names.")
        @SuppressWarnings("NullAway.Init") // required, so picocli sets it
        private Path journal;

        @Option(
                names = "--sequence",
                required = true,
                paramLabel = "N",
                description = "The record's number in it, which audit print shows first.")
        private long sequence;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description =
                        "The properties file of the guarded application: no record holds its environment, tenant and time.zone.")
        private @Nullable Path config;
    }

    @Override
    public Integer call() throws IOException, AuditException {
        try {
            return source.recorded == null
                    ? explainRequest(String.valueOf(source.request))
                    : explainRecord(source.recorded);
        } catch (PolicySyntaxException | EntityFormatException e) {
            spec.commandLine().getErr().print(e.getMessage() + '\n');
            throw new CommandFailure(ExitStatus.UNUSABLE, "nothing is explained; correct what is named above");
        } catch (UnreplayableException e) {
            throw new CommandFailure(ExitStatus.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    private int explainRequest(String name) throws IOException {
        Request request = name.equals(STDIN)
                ? RequestParser.parse("stdin", new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
                : RequestParser.parse(name, PolicyFiles.read(Path.of(name).toFile()));
        if (request.entities() != null && entities != null) {
            throw new CommandFailure(
                    ExitStatus.UNUSABLE,
                    "entities stand in " + name + " and in " + entities + "; give them in one place");
        }
        CompiledPolicies compiled = compile(request.entities());
        return print(new CallExplainer(compiled, null, nearest).explain(request), null, compiled);
    }

    private int explainRecord(Recorded recorded) throws IOException, AuditException, UnreplayableException {
        RecordSearch found = RecordSearch.find(recorded.journal, recorded.sequence);
        CompiledPolicies compiled = compile(null);
        ExplainedCall call = new CallExplainer(compiled, surroundings(recorded.config), nearest)
                .explain(found.record(), found.run(), each -> RecordSearch.read(recorded.journal, each));
        return print(call, found.record(), compiled);
    }

    private @Nullable Surroundings surroundings(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        ConfigFile.check(file);
        try {
            // The environment of this process is not the guarded application's.
            RemitConfig config = ConfigLoader.load(file, Map.of());
            return new Surroundings(config.environment(), config.tenant(), config.zone());
        } catch (ConfigException e) {
            throw new CommandFailure(ExitStatus.UNUSABLE, String.join("; ", e.problems()));
        }
    }

    private CompiledPolicies compile(@Nullable EntityStore given) throws IOException {
        PolicySet set = PolicyParser.parse(
                PolicyFiles.read(policies.stream().map(Path::toFile).toList()));
        EntityStore store = given;
        if (store == null) {
            store = entities == null
                    ? EntityStore.empty()
                    : EntityParser.parse(entities.toString(), PolicyFiles.read(entities.toFile()));
        }
        return PolicyCompiler.compile(set, store, mode);
    }

    private int print(ExplainedCall call, @Nullable JournalRecord record, CompiledPolicies compiled)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ExplanationJson.print(call, record, compiled.hash(), out);
        } else {
            boolean colour = Ansi.AUTO.enabled();
            out.print(ExplanationText.of(call, record == null ? null : new TextLines(colour).line(record), colour));
        }
        return call.allowed() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }
}
