package dev.remit.javaagent.cli;

import dev.remit.cedar.parse.NearestName;
import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.read.JournalFilter;
import dev.remit.engine.audit.read.PlainText;
import dev.remit.engine.audit.trace.TaskList;
import dev.remit.engine.audit.trace.TaskSearch;
import dev.remit.engine.audit.trace.TaskTrace;
import dev.remit.engine.audit.trace.TraceRecords;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what was done in a task. */
@Command(
        name = "trace",
        description = {
            "Shows what was done in a task and in the tasks within it, over one or several journals.",
            "",
            "With the journals of several JVMs, what a task delegated to another process stands where it was",
            "opened. A task's calls are counted with those of the tasks within it. Without TASK, the tasks of",
            "the journals are listed, the latest last."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done",
            "1:done, and some of the journals is damaged",
            "2:the command line is wrong, a folder can't be read, or there is no such task, or several"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar audit trace ./remit-audit",
            "  java -jar remit.jar audit trace refund-18ab ./remit-audit",
            "  java -jar remit.jar audit trace plan-4c1f ./planner/remit-audit ./worker/remit-audit",
            "  java -jar remit.jar audit trace --format jsonl refund-18ab ./remit-audit | jq .resource"
        })
final class AuditTraceCommand implements Callable<Integer> {
    private static final int USUAL_TASKS = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "[TASK] DIR",
            description = {
                "TASK: the id of the outermost task to show, or its beginning. DIR: a journal's folder, what audit.dir"
                        + " names. The first of several is a DIR if it is a folder that holds a journal."
            })
    private List<String> given = List.of();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "How many tasks to list, those that were opened last. Default: 20.")
    private @Nullable Integer most;

    @Mixin
    private final LineFormat format = new LineFormat();

    @Override
    public Integer call() throws AuditException {
        if (most != null && most < 0) {
            throw new ParameterException(spec.commandLine(), "-n wants how many tasks to list, not " + most);
        }
        boolean named = given.size() > 1 && !holdsJournal(given.get(0));
        if (named && most != null) {
            throw new ParameterException(spec.commandLine(), "-n is for the list of tasks; leave it or TASK out");
        }
        List<Path> folders =
                given.stream().skip(named ? 1 : 0).map(Path::of).distinct().toList();
        int unseen = named && format.isText() ? 2 : 1;
        try (JournalPasses passes =
                new JournalPasses(folders, unseen, spec.commandLine().getErr())) {
            if (named) {
                trace(search(given.get(0), folders, passes), passes);
            } else {
                list(passes);
            }
            return passes.report();
        }
    }

    private static boolean holdsJournal(String name) throws AuditException {
        File folder = new File(name);
        return folder.isDirectory() && !JournalFolder.journals(folder).isEmpty();
    }

    private void list(JournalPasses passes) throws AuditException {
        TaskList list = new TaskList(most == null ? USUAL_TASKS : most);
        passes.read(record -> {
            list.add(record);
            return true;
        });
        PrintWriter out = spec.commandLine().getOut();
        if (format.isText()) {
            out.print(TaskTable.of(list.tasks()));
        } else {
            list.tasks().forEach(task -> out.print(format.lines().apply(task.first()) + '\n'));
        }
    }

    private void trace(TaskSearch search, JournalPasses passes) throws AuditException {
        TraceRecords records = new TraceRecords(search);
        PrintWriter out = spec.commandLine().getOut();
        if (format.isText()) {
            TaskTrace trace = new TaskTrace(search.id());
            passes.read(record -> {
                String path = records.taskOf(record);
                if (path != null) {
                    trace.add(record, path);
                }
                return true;
            });
            out.print(new TraceText(trace, Ansi.AUTO.enabled()).text());
            return;
        }
        RecordPrinter printer = new RecordPrinter(JournalFilter.ALL, format.lines(), out);
        passes.read(record -> {
            if (records.taskOf(record) != null) {
                printer.show(record);
            }
            return !printer.isAbandoned();
        });
    }

    /** Finds the one task that is meant. */
    private static TaskSearch search(String task, List<Path> folders, JournalPasses passes) throws AuditException {
        TaskSearch search = new TaskSearch(task);
        passes.read(record -> {
            search.add(record);
            return true;
        });
        List<String> found = search.found();
        if (found.size() == 1) {
            return search;
        }
        passes.report();
        String where = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
        if (found.isEmpty()) {
            throw new CommandFailure(ExitStatus.UNUSABLE, where + ": " + missing(task, search));
        }
        throw new CommandFailure(
                ExitStatus.UNUSABLE,
                where + ": several tasks begin with '" + PlainText.of(task) + "': "
                        + found.stream().map(PlainText::of).collect(Collectors.joining(", "))
                        + (search.isMore() ? " and more" : "") + "; give more of the one that you mean");
    }

    private static String missing(String task, TaskSearch search) {
        String none = "no task begins with '" + PlainText.of(task) + "'";
        if (new File(task).isDirectory()) {
            none += ", and the folder of that name holds no journal";
        }
        List<String> known = search.recent();
        if (known.isEmpty()) {
            return none + "; none is recorded here";
        }
        List<String> beginnings = known.stream()
                .map(id -> id.substring(0, Math.min(id.length(), task.length())))
                .toList();
        String nearest = known.get(NearestName.indexOf(task, beginnings));
        return none + "; of " + Counted.of((int) Math.min(search.opened(), Integer.MAX_VALUE), "task", "tasks")
                + " the nearest is " + PlainText.of(nearest) + "; without TASK they are listed";
    }
}
