package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.GuardRuns;
import dev.remit.engine.config.ConfigKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says how the guards that write a journal are doing. */
@Command(
        name = "status",
        description = {
            "Says of each guarded JVM that writes a journal whether it runs, and by which policy.",
            "",
            "Shown are the JVMs that run, or else the last that did. All is read from the journal, in full: the",
            "JVMs themselves are not asked."
        },
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:a guard runs, and each that does goes by the policy that its files hold",
            "1:none runs, or the files of one hold a policy that was rejected, or some of the journal is damaged",
            "2:the command line is wrong, or the folder can't be read"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar status ./remit-audit",
            "  java -jar remit.jar status --json ./remit-audit | jq '.runs[].policy'"
        })
final class StatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private RemitCommand parent;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description =
                    "The journal's folder: what audit.dir names. Default: what REMIT_AUDIT_DIR names, or remit-audit.")
    private @Nullable Path folder;

    @Option(names = "--all", description = "Every start of a guarded JVM that the journal tells of, the latest first.")
    private boolean all;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws AuditException, IOException {
        GuardRuns found = GuardRuns.read(folder());
        List<GuardRun> now = found.runs().stream().filter(GuardRun::isRunning).toList();
        boolean right = !now.isEmpty() && now.stream().noneMatch(GuardRun::isPolicyRejected);
        if (now.isEmpty() && !found.runs().isEmpty()) {
            now = found.runs().subList(0, 1);
        }
        PrintWriter out = spec.commandLine().getOut();
        List<GuardRun> shown = all ? found.runs() : now;
        if (json) {
            StatusJson.print(shown, out);
        } else {
            out.print(StatusText.of(shown));
        }
        found.warnings().forEach(warning -> Errors.print(spec.commandLine().getErr(), warning));
        return right && found.warnings().isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private Path folder() {
        if (folder != null) {
            return folder;
        }
        String configured = parent.environment().get(ConfigKey.AUDIT_DIR.environmentName());
        return Path.of(configured == null ? ConfigKey.AUDIT_DIR.defaultText() : configured);
    }
}
