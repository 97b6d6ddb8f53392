package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.format.PolicyFormatter;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes policies in one style. */
@Command(
        name = "format",
        description = {
            "Prints policies in one style, comments kept. Formatting twice gives what formatting once does.",
            "",
            "With --write the files are changed instead, each at once; with --check nothing is, and files that",
            "would be are named. - stands for the standard input."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:done; with --check: every file is in that style already",
            "1:a policy has errors; with --check: a file would change",
            "2:the command line is wrong, or a file can't be read or written"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy format agent.cedar",
            "  java -jar remit.jar policy format --write /etc/remit/policy",
            "  java -jar remit.jar policy format --check --json policy | jq -r '.changed[]'"
        })
final class PolicyFormatCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, or folders whose files ending in .cedar are formatted, those of folders below too.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> paths;

    @Option(
            names = {"-w", "--write"},
            description = "Change the files.")
    private boolean write;

    @Option(names = "--check", description = "Change nothing; name the files that would change.")
    private boolean check;

    @Option(names = "--json", description = "With --check or --write: print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (write && check) {
            throw new CommandFailure(ExitStatus.UNUSABLE, "--write and --check exclude each other; give one of them");
        }
        if (json && !write && !check) {
            throw new CommandFailure(ExitStatus.UNUSABLE, "--json goes with --check or --write; give one of them");
        }
        PrintWriter err = spec.commandLine().getErr();
        List<String> changed = new ArrayList<>();
        int errors = 0;
        for (PolicySource source : sources()) {
            try {
                String formatted = PolicyFormatter.format(source.name(), source.text());
                if (!write && !check) {
                    spec.commandLine().getOut().print(formatted);
                } else if (!formatted.equals(source.text())) {
                    changed.add(source.name());
                    if (write) {
                        replace(Path.of(source.name()), formatted);
                    }
                }
            } catch (PolicySyntaxException e) {
                for (SyntaxError error : e.errors()) {
                    err.print(error.render() + '\n');
                }
                errors += e.errors().size();
            }
        }
        report(changed);
        if (errors > 0) {
            Errors.print(err, Counted.of(errors, "error", "errors") + "; files with errors are left as they are");
        }
        return errors > 0 || (check && !changed.isEmpty()) ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    private List<PolicySource> sources() throws IOException {
        List<PolicySource> sources = new ArrayList<>();
        for (Path path : paths) {
            if (path.toString().equals(STANDARD_INPUT)) {
                if (write) {
                    throw new CommandFailure(ExitStatus.UNUSABLE, "--write needs files; the standard input is none");
                }
                sources.add(new PolicySource("stdin", new String(System.in.readAllBytes(), StandardCharsets.UTF_8)));
            } else {
                for (PolicySource source : PolicyFiles.read(List.of(path.toFile()))) {
                    // What a folder holds in JSON has no style of Cedar's.
                    if (!Files.isDirectory(path) || !source.name().endsWith(".json")) {
                        sources.add(source);
                    }
                }
            }
        }
        return sources;
    }

    private void report(List<String> changed) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            try (JsonGenerator generator = JsonOutput.to(out)) {
                generator.writeStartObject();
                generator.writeArrayFieldStart("changed");
                for (String name : changed) {
                    generator.writeString(name);
                }
                generator.writeEndArray();
                generator.writeEndObject();
            }
            out.print('\n');
        } else {
            for (String name : changed) {
                out.print((write ? "formatted " : "would format ") + name + '\n');
            }
        }
    }

    /** By a file beside it, so that a reader sees the old text or the new one, never a part. */
    private static void replace(Path file, String text) throws IOException {
        Path real = file.toRealPath();
        Path aside = Files.createTempFile(real.getParent(), ".format", ".tmp");
        try {
            Files.writeString(aside, text);
            if (Files.getFileStore(real).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
                Files.setPosixFilePermissions(aside, permissions);
            }
            Files.move(aside, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
