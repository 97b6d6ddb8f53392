package dev.remit.javaagent.cli;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.count.CountersView;
import dev.remit.engine.audit.count.GuardedProcess;
import dev.remit.engine.audit.count.OpenMetrics;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.read.GuardRun;
import dev.remit.engine.audit.read.GuardRuns;
import dev.remit.engine.config.ConfigKey;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            "Says of each guarded JVM that writes a journal whether it runs, by which policy, and how it is doing.",
            "",
            "Shown are the JVMs that run, or else the last that did. All is read from the journal, in full, and",
            "from the counters beside it: the JVMs themselves are not asked. With --openmetrics the counters alone."
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
            "  java -jar remit.jar status 4711",
            "  java -jar remit.jar status --openmetrics ./remit-audit > /var/lib/node_exporter/remit.prom",
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
            paramLabel = "PID|DIR",
            description =
                    "The number of a process, on Linux, or the journal's folder: what audit.dir names. Default: what REMIT_AUDIT_DIR"
                            + " names, or remit-audit.")
    private @Nullable String where;

    @Option(names = "--all", description = "Every start of a guarded JVM that the journal tells of, the latest first.")
    private boolean all;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Option(names = "--openmetrics", description = "The counters of the JVMs that run, as text of OpenMetrics.")
    private boolean openMetrics;

    @Override
    public Integer call() throws AuditException, IOException {
        if (openMetrics) {
            List<CountersView> counters = running(folder().toFile());
            spec.commandLine().getOut().print(OpenMetrics.text(counters));
            return counters.isEmpty() ? ExitStatus.FINDINGS : ExitStatus.OK;
        }
        Path folder = folder();
        GuardRuns found = GuardRuns.read(folder);
        List<GuardRun> now = found.runs().stream().filter(GuardRun::isRunning).toList();
        boolean right = !now.isEmpty() && now.stream().noneMatch(GuardRun::isPolicyRejected);
        if (now.isEmpty() && !found.runs().isEmpty()) {
            now = found.runs().subList(0, 1);
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<Long, CountersView> counters = new HashMap<>();
        for (CountersView view : running(folder.toFile())) {
            counters.put(view.run(), view);
        }
        List<GuardRun> shown = all ? found.runs() : now;
        if (json) {
            StatusJson.print(shown, counters, out);
        } else {
            out.print(StatusText.of(shown, counters));
        }
        found.warnings().forEach(warning -> Errors.print(spec.commandLine().getErr(), warning));
        return right && found.warnings().isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private static List<CountersView> running(File folder) throws AuditException {
        List<CountersView> running = new ArrayList<>();
        for (File journal : JournalFolder.journals(folder)) {
            CountersView counters = JournalFolder.isInUse(journal) ? CountersView.open(journal) : null;
            if (counters != null) {
                running.add(counters);
            }
        }
        return running;
    }

    private Path folder() throws AuditException {
        String given = where;
        if (given != null) {
            return given.matches("[0-9]{1,10}")
                    ? GuardedProcess.journal(Long.parseLong(given)).toPath()
                    : Path.of(given);
        }
        String configured = parent.environment().get(ConfigKey.AUDIT_DIR.environmentName());
        return Path.of(configured == null ? ConfigKey.AUDIT_DIR.defaultText() : configured);
    }
}
