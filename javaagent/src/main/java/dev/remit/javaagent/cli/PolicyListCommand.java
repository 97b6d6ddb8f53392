package dev.remit.javaagent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.parse.PolicyJson;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.engine.policy.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "Lists policies: id, effect, what the head asks, how many conditions, and where each stands.",
            "",
            "Templates are marked as such; a linked policy names its template. With --json each policy comes",
            "with its whole text in Cedar's JSON form."
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
    private static final int SCOPE_WIDTH = 70;

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
            PrintWriter err = spec.commandLine().getErr();
            for (SyntaxError error : e.errors()) {
                err.print(error.render() + '\n');
            }
            Errors.print(err, Counted.of(e.errors().size(), "error", "errors") + "; nothing is listed");
            return ExitStatus.FINDINGS;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(set, out);
        } else {
            printText(set, out);
        }
        return ExitStatus.OK;
    }

    private static void printText(PolicySet set, PrintWriter out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"id", "effect", "head", "conditions", "at"});
        for (Policy policy : set.policies()) {
            rows.add(row(policy, policy.template() == null ? "" : " of template " + policy.template()));
        }
        for (Policy template : set.templates()) {
            rows.add(row(template, " (template)"));
        }
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]);
                int pad = i + 1 == row.length ? 0 : 2 + widths[i] - row[i].codePointCount(0, row[i].length());
                line.append(" ".repeat(pad));
            }
            out.print(line.append('\n'));
        }
        out.print(Counted.of(set.policies().size(), "policy", "policies") + ", "
                + Counted.of(set.templates().size(), "template", "templates") + '\n');
    }

    private static String[] row(Policy policy, String kind) {
        return new String[] {
            PropertyText.comment(policy.id()),
            effect(policy) + kind,
            head(policy),
            String.valueOf(policy.conditions().size()),
            policy.span().toString()
        };
    }

    private static String effect(Policy policy) {
        return policy.effect().name().toLowerCase(Locale.ROOT);
    }

    /** What the head asks, on one line. */
    private static String head(Policy policy) {
        List<String> asked = new ArrayList<>();
        Heads.describe("principal", policy.principal(), asked);
        Heads.describe("action", policy.action(), asked);
        Heads.describe("resource", policy.resource(), asked);
        String text = asked.isEmpty() ? "any request" : String.join(", ", asked);
        return text.length() > SCOPE_WIDTH ? text.substring(0, SCOPE_WIDTH) + '…' : text;
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
        generator.writeStringField("effect", effect(policy));
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
