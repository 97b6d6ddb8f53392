package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.parse.PolicyJson;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists policies. */
@Command(
        name = "list",
        description = {
            "Lists policies: id, effect, what the head asks, conditions, annotations, and where each stands.",
            "",
            "Templates are marked as such; a linked policy names its template. On a terminal it is a table, long",
            "values cut; in a pipe a line for each policy, its values whole and between tabs. With --json each",
            "policy comes with its whole text in Cedar's JSON form."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {"0:done", "1:the policies have errors", "2:the command line is wrong, or a file can't be read"},
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar policy list /etc/remit/policy",
            "  java -jar remit.jar policy list --json agent.cedar | jq -r '.policies[].id'"
        })
final class PolicyListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "Files, in Cedar's syntax or its JSON form, or folders whose files ending in .cedar or .cedar.json are"
                            + " listed, those of folders below too.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private List<Path> paths;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PolicySet set;
        try {
            set = PolicyParser.parse(
                    PolicyFiles.read(paths.stream().map(Path::toFile).toList()));
        } catch (PolicySyntaxException e) {
            printErrors(PolicyProblem.of(e.errors()));
            return ExitStatus.FINDINGS;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(set, out);
        } else if (Terminal.isAttached()) {
            out.print(new PolicyTable(set).aligned());
            out.print(Counted.of(set.policies().size(), "policy", "policies") + ", "
                    + Counted.of(set.templates().size(), "template", "templates") + '\n');
        } else {
            out.print(new PolicyTable(set).plain());
        }
        return ExitStatus.OK;
    }

    private void printErrors(List<PolicyProblem> problems) throws IOException {
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            try (JsonGenerator generator = JsonOutput.to(out)) {
                generator.writeStartObject();
                PolicyProblem.write(problems, generator);
                generator.writeEndObject();
            }
            out.print('\n');
        } else {
            PrintWriter err = spec.commandLine().getErr();
            PolicyProblem.print(problems, err);
            Errors.print(err, Counted.of(problems.size(), "error", "errors") + "; nothing is listed");
        }
    }

    private static void printJson(PolicySet set, PrintWriter out) throws IOException {
        try (JsonGenerator generator = JsonOutput.to(out)) {
            generator.writeStartObject();
            generator.writeArrayFieldStart("policies");
            for (Policy policy : set.policies()) {
                write(policy, generator);
            }
            generator.writeEndArray();
            generator.writeArrayFieldStart("templates");
            for (Policy template : set.templates()) {
                write(template, generator);
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }
        out.print('\n');
    }

    private static void write(Policy policy, JsonGenerator generator) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("id", policy.id());
        generator.writeStringField("effect", PolicyTable.effect(policy));
        if (policy.template() != null) {
            generator.writeStringField("template", policy.template());
        }
        generator.writeStringField("file", policy.span().source().name());
        generator.writeNumberField(
                "line", policy.span().source().line(policy.span().start()));
        generator.writeObjectFieldStart("annotations");
        for (Map.Entry<String, String> annotation : policy.annotations().entrySet()) {
            generator.writeStringField(annotation.getKey(), annotation.getValue());
        }
        generator.writeEndObject();
        generator.writeFieldName("policy");
        generator.writeRawValue(PolicyJson.write(policy));
        generator.writeEndObject();
    }
}
