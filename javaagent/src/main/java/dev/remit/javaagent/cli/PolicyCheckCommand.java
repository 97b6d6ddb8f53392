package dev.remit.javaagent.cli;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks that policies can be read. */
@Command(
        name = "check",
        description = {
            "Checks that policies can be read.",
            "",
            "They are taken together, as the guard would load them: their syntax, that no two share an id,",
            "and that none has an error in every request.",
            "Every error is shown with its file, line and column, the line, a caret and what was expected."
        },
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:the policies can be used",
            "1:they have errors",
            "2:the command line is wrong, or a file can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy check /etc/remit/policy",
            "  java -jar remit.jar policy check agent.cedar links.cedar.json"
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, in Cedar's syntax or its JSON form, or folders whose files ending in .cedar or"
                    + " .cedar.json are checked, those of folders below too.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> paths;

    @Override
    public Integer call() throws IOException {
        List<PolicySource> sources =
                PolicyFiles.read(paths.stream().map(Path::toFile).toList());
        try {
            PolicySet policies = PolicyParser.parse(sources);
            PolicyCompiler.compile(policies, EntityStore.empty(), ErrorMode.GUARD);
            int count = policies.policies().size();
            spec.commandLine()
                    .getOut()
                    .print(plural(count, "policy", "policies") + " in " + plural(sources.size(), "file", "files")
                            + ", no errors\n");
            return ExitStatus.OK;
        } catch (PolicySyntaxException e) {
            PrintWriter err = spec.commandLine().getErr();
            for (SyntaxError error : e.errors()) {
                err.print(error.render() + '\n');
            }
            Errors.print(
                    err,
                    plural(e.errors().size(), "error", "errors")
                            + "; correct them, the guard takes none of these policies");
            return ExitStatus.FINDINGS;
        }
    }

    private static String plural(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
