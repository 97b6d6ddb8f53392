package dev.remit.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.schema.SchemaParser;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.Identities;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.TaskListener;
import dev.remit.engine.session.TaskSpec;
import dev.remit.engine.session.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page's schema is what the guard binds: no attribute more or less, each of the type that the page says. */
class ContextPageTest {
    private static final Pattern TYPE = Pattern.compile("type (\\w+) = \\{(.*?)\n};", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile("\n  (\\w+)(\\?)?: ([^\n]+?),?(?=\n|$)");

    /** An expression that holds for some value of the type and errs for a value of any other. */
    private static final Map<String, String> USES = Map.of(
            "Long",
            "%s > -1",
            "String",
            "%s like \"*\"",
            "Set<String>",
            "!(%s.contains(\"nobody\"))",
            "datetime",
            "%s > datetime(\"1970-01-02\")",
            "Bool",
            "(%s || true)");

    private static Path docs(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/context.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs").resolve(name);
    }

    private static String schema() throws IOException {
        final String page = Files.readString(docs("context.md"));
        final int from = page.indexOf("```cedarschema\n") + "```cedarschema\n".length();
        return page.substring(from, page.indexOf("```", from));
    }

    /** By {@code session}, {@code task} or {@code system}: attribute to type, with a question mark before that of an optional one. */
    private static Map<String, Map<String, String>> attributes() throws IOException {
        final Map<String, Map<String, String>> all = new LinkedHashMap<>();
        final Matcher types = TYPE.matcher(schema());
        while (types.find()) {
            final Map<String, String> attributes = new LinkedHashMap<>();
            final Matcher each = ATTRIBUTE.matcher(types.group(2));
            while (each.find()) {
                attributes.put(each.group(1), (each.group(2) == null ? "" : "?") + each.group(3));
            }
            all.put(types.group(1).toLowerCase(java.util.Locale.ROOT), attributes);
        }
        return all;
    }

    @Test
    void shouldListWhatIsBoundAndNothingElse() throws IOException {
        final Map<String, Map<String, String>> page = attributes();
        assertThat(page.keySet()).containsExactly("session", "task", "system");
        assertThat(page.get("session").keySet()).containsExactlyInAnyOrder(SessionSlots.NAMES);
        assertThat(page.get("task").keySet()).containsExactlyInAnyOrder(TaskSlots.NAMES);
        assertThat(page.get("system").keySet()).containsExactlyInAnyOrder(SystemSlots.NAMES);
    }

    @Test
    void shouldBindEachAttributeAsTheTypeThatThePageSays() throws IOException {
        final List<String> conditions = new ArrayList<>();
        attributes()
                .forEach((record, each) -> each.forEach((name, type) -> {
                    if (!name.equals("budgets")) {
                        conditions.add(USES.get(type.replace("?", "")).formatted("context." + record + "." + name));
                    }
                }));
        conditions.add("context.task.budgets.calls > -1");
        for (String condition : conditions) {
            final DecisionRequest request = new DecisionRequest(new PolicySnapshot(
                    Requests.snapshot("permit (principal, action, resource) when { " + condition + " };").policies,
                    Identities.configured(SpiffeId.parse(Requests.SPIFFE_ID)),
                    new Surroundings("production", "acme", "UTC")));
            final Session session = new Session("Support", "c", 0);
            call(request, session, "first");
            assertThat(call(request, session, "second")).as(condition).isTrue();
            assertThat(request.errorCount()).as(condition).isZero();
        }
    }

    private static boolean call(DecisionRequest request, Session session, String tool) {
        request.by(
                session,
                new Tasks(TaskListener.NOBODY)
                        .open(
                                new TaskSpec("refund", "user:alice", 60_000, Map.of("calls", 9L), List.of(), List.of()),
                                null,
                                Requests.SPIFFE_ID,
                                System.currentTimeMillis()),
                System.currentTimeMillis());
        request.tool("Support", tool, "{}");
        final boolean allowed = request.isAllowed();
        request.settle(allowed, true);
        return allowed;
    }

    @Test
    void shouldBeTheSchemaOfTheExamples() throws IOException {
        final String page = schema().replaceAll("\\s+", " ").strip();
        final String example =
                Files.readString(docs("examples/remit.cedarschema")).replaceAll("\\s+", " ");
        assertThat(example).contains(page);
    }

    /** A policy author puts the page's types into a schema of their own. */
    @Test
    void shouldBeASchemaThatPoliciesAreCheckedAgainst() throws IOException {
        final String types = schema();
        final String schema = "namespace Remit {\n" + types + """
                entity Workload = { "attested": Bool, "trustDomain": String, "name": String };
                entity Agent in [Workload] = { "attested": Bool, "trustDomain": String, "name": String, "agent"?: String };
                entity Toolset;
                action "CallTool";
                action "refund" in ["CallTool"] appliesTo {
                  principal: [Agent], resource: [Toolset],
                  context: { "session": Session, "task"?: Task, "system": System }
                };
                }
                """;
        final List<Finding> findings = PolicyValidator.validate(
                PolicyParser.parse(List.of(new PolicySource("p.cedar", """
                        permit (principal is Remit::Agent, action == Remit::Action::"refund", resource)
                        when { context has task && context.task.intent == "refund" && context.session.calls < 20
                               && context.task.budgets has calls && context.task.budgets.calls > 1
                               && context.system.weekday < 6 && principal.attested };
                        """))),
                SchemaParser.parse("context.cedarschema", schema));
        assertThat(findings).isEmpty();
    }
}
