package dev.remit.javaagent.cli;

import dev.remit.cedar.cases.CaseFile;
import dev.remit.cedar.cases.CaseFormatException;
import dev.remit.cedar.cases.CaseResult;
import dev.remit.cedar.cases.CaseRun;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs tests of policies. */
@Command(
        name = "test",
        description = {
            "Asks policies the requests of case files, and shows each answer that is not the one expected.",
            "",
            "A case file is JSON, in the format of Cedar's own integration tests: `policies`, `entities` and",
            "`schema` name files, looked for in its folder and in those above; `shouldValidate` says whether",
            "the policies fit the schema; each of `requests` has a description, principal, action, resource,",
            "context, and the decision expected, with the policies that should determine it (`reason`) or fail",
            "(`errors`), by @id, else policy0, policy1 and so on."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:every answer is the one expected",
            "1:some are not",
            "2:the command line is wrong, or a file can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy test /etc/remit/policy-tests",
            "  java -jar remit.jar policy test --mode guard --junit target/policy.xml refunds.json"
        })
final class PolicyTestCommand implements Callable<Integer> {
    enum Mode {
        cedar(ErrorMode.CEDAR),
        guard(ErrorMode.GUARD);

        private final ErrorMode mode;

        Mode(ErrorMode mode) {
            this.mode = mode;
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Case files, or folders whose case files are run, those of folders below too.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> paths;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "cedar",
            description = "What a policy that can't be evaluated does: cedar leaves it out, guard takes a forbid for"
                    + " a refusal, as the guard does. Default: cedar.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Mode mode;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results to a file in JUnit's XML, too.")
    private @Nullable Path junit;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<CaseResult> results = new ArrayList<>();
        for (Path path : CaseFiles.find(paths)) {
            results.add(run(path));
        }
        if (junit != null) {
            JUnitReport.write(results, junit);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            CaseReport.json(results, out);
        } else {
            CaseReport.text(results, out);
        }
        return CaseReport.failures(results) == 0 ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private CaseResult run(Path path) throws IOException {
        CaseFile file;
        try {
            file = CaseFile.parse(path.toString(), PolicyFiles.read(path.toFile()));
        } catch (CaseFormatException e) {
            throw new CommandFailure(ExitStatus.UNUSABLE, String.valueOf(e.getMessage()));
        }
        return CaseRun.run(file, CaseFiles.beside(path), mode.mode);
    }
}
