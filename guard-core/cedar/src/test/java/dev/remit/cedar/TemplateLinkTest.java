package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.Decision;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links of templates, in the same file or another. */
class TemplateLinkTest {
    private static final String TEMPLATES = """
            @id("own") @reason("theirs") permit(principal == ?principal, action, resource in ?resource);
            @id("group") forbid(principal in ?principal, action, resource) when { context.n > 1 };
            @id("typed") permit(principal is User in ?principal, action, resource is Doc);
            @id("plain") permit(principal == User::"bob", action, resource);
            """;

    @Test
    void shouldLinkTemplatesOfAnyFile() {
        PolicySet set = parse(
                links(link("own", "alice-docs", user("alice"), "{\"type\": \"Folder\", \"id\": \"docs\"}")),
                TEMPLATES,
                "{\"staticPolicies\": {}, \"templates\": {\"json\": {\"effect\": \"forbid\", \"principal\": {\"op\": \"All\"},"
                        + " \"action\": {\"op\": \"All\"}, \"resource\": {\"op\": \"==\", \"slot\": \"?resource\"}, \"conditions\": []}},"
                        + " \"templateLinks\": [" + link("json", "no-d1", null, "{\"type\": \"Doc\", \"id\": \"d1\"}")
                        + "]}");
        assertThat(set.policies()).extracting(Policy::id).containsExactly("plain", "alice-docs", "no-d1");
        assertThat(set.policies()).extracting(Policy::template).containsExactly(null, "own", "json");
        assertThat(set.templates()).extracting(Policy::id).containsExactly("own", "group", "typed", "json");
        assertThat(set.policies().get(1).span()).hasToString("b.json:1:1");
        assertThat(set.policies().get(1).annotations()).containsEntry("reason", "theirs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "own | == User::\"alice\" | in Doc::\"d1\" | User::alice | Doc::d1",
                "own | == User::\"bob\" | in Doc::\"d1\" | User::bob | Doc::d1",
                "own | == User::\"alice\" | in Doc::\"d2\" | User::alice | Doc::d2",
                "group | in Group::\"all\" | | Group::all |",
                "group | in Group::\"none\" | | Group::none |",
                "typed | is User in Group::\"staff\" | is Doc | Group::staff |",
                "typed | is User in Group::\"none\" | is Doc | Group::none |",
            })
    void shouldDecideAsThePolicyThatTheyMean(
            String template, String principal, String resource, String principalValue, String resourceValue) {
        String effect = template.equals("group") ? "forbid" : "permit";
        String condition = template.equals("group") ? " when { context.n > 1 }" : "";
        String always = "@id(\"always\") permit(principal, action, resource) when { context.n > 5 };";
        String written = "@id(\"x\") " + effect + "(principal " + principal + ", action, resource "
                + (resource == null ? "" : resource) + ")" + condition + ";";
        String link = links(link(template, "x", entity(principalValue), entity(resourceValue)));
        String templates =
                TEMPLATES.lines().filter(line -> !line.contains("plain")).reduce("", (a, b) -> a + b);
        for (ErrorMode mode : ErrorMode.values()) {
            for (int n = 0; n < 9; n++) {
                assertThat(decide(mode, n, always, templates, link)).isEqualTo(decide(mode, n, always, written));
            }
        }
    }

    private static String decide(ErrorMode mode, int n, String... texts) {
        CompiledPolicies compiled =
                PolicyCompiler.compile(parse(texts), EntityParser.parse("e.json", Requests.ENTITIES), mode);
        RequestFrame frame = Requests.frame(compiled);
        if (n > 0) {
            frame.setLong(compiled.contextSlot("n"), n);
        }
        boolean allowed = compiled.decide(frame) == Decision.ALLOW;
        return allowed + " " + Requests.determining(compiled, frame) + " " + Requests.erroring(compiled, frame);
    }

    @Test
    void shouldTellTheTemplateOfACompiledPolicy() {
        CompiledPolicies compiled = PolicyCompiler.compile(
                parse(TEMPLATES, links(link("group", "g", user("alice"), null))),
                EntityParser.parse("e.json", "[]"),
                ErrorMode.GUARD);
        assertThat(compiled.size()).isEqualTo(2);
        assertThat(compiled.policy(0).template()).isNull();
        assertThat(compiled.policy(1).template()).isEqualTo("group");
    }

    @Test
    void shouldHashLinksToo() {
        assertThat(hash(TEMPLATES, links(link("group", "g", user("alice"), null))))
                .isNotEqualTo(hash(TEMPLATES, links(link("group", "g", user("bob"), null))))
                .isNotEqualTo(hash(TEMPLATES));
    }

    private static String hash(String... texts) {
        return PolicyCompiler.compile(parse(texts), EntityParser.parse("e.json", "[]"), ErrorMode.GUARD)
                .hash();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "owm ==> x ==> User::a ==> Doc::d ==> b.json:1:35: there is no template `owm`, expected `own`",
                "something ==> x ==> User::a ==> Doc::d ==> there is no template `something`, expected the id of a template",
                "plain ==> x ==> User::a ==> Doc::d ==> b.json:1:35: `plain` is no template, expected the id of a template",
                "own ==> x ==> User::a ==> ~~ ==> b.json:1:66: the template `own` has the slot `?resource`, expected an entity for it",
                "own ==> x ==> ~~ ==> Doc::d ==> the template `own` has the slot `?principal`, expected an entity for it",
                "group ==> x ==> User::a ==> Doc::d ==> the template `group` has no slot `?resource`",
                "own ==> own ==> User::a ==> Doc::d ==> b.json:1:51: the policy id `own` is already used at a.json:1:1, expected an id of its own",
                "own ==> plain ==> User::a ==> Doc::d ==> the policy id `plain` is already used at a.json:4:1",
            })
    void shouldSayWhatIsWrongWithALink(String template, String id, String principal, String resource, String message) {
        assertThat(failure(TEMPLATES, links(link(template, id, entity(principal), entity(resource)))))
                .hasMessageContaining(message)
                .hasMessageContaining("^");
    }

    @Test
    void shouldReportAllLinksThatAreWrong() {
        String two = link("group", "one", user("a"), null) + ", " + link("group", "one", user("b"), null);
        assertThat(failure(TEMPLATES, links(two, link("typed", "t", null, null), link("none", "n", null, null)))
                        .errors())
                .extracting("message")
                .containsExactly(
                        "the policy id `one` is already used at b.json:1:53",
                        "the template `typed` has the slot `?principal`",
                        "there is no template `none`");
    }

    @Test
    void shouldNotMissTemplatesThatCouldNotBeRead() {
        assertThat(failure(
                                "@id(\"own\") permit(principal == ?principal, action, resourc);",
                                links(link("own", "x", null, null)))
                        .errors())
                .hasSize(1);
    }

    @Test
    void shouldLimitErrors() {
        List<String> links = new ArrayList<>();
        StringBuilder templates = new StringBuilder();
        String id = "x".repeat(100);
        for (int i = 0; i < 20_000; i++) {
            links.add(link(id + i, "x", user("a"), null));
            templates.append("@id(\"").append(id).append("o").append(i);
            templates.append("\") permit(principal == ?principal, action, resource);\n");
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(failure(templates.toString(), links(links.toArray(new String[0])))
                            .errors())
                    .hasSize(100);
            assertThat(failure(templates.toString(), templates.toString()).errors())
                    .hasSize(100);
        });
    }

    private static String links(String... links) {
        return "{\"templateLinks\": [" + String.join(", ", links) + "]}";
    }

    private static String link(String template, String id, String principal, String resource) {
        List<String> values = new ArrayList<>();
        if (principal != null) {
            values.add("\"?principal\": " + principal);
        }
        if (resource != null) {
            values.add("\"?resource\": " + resource);
        }
        return "{\"templateId\": \"" + template + "\", \"newId\": \"" + id + "\", \"values\": {"
                + String.join(", ", values) + "}}";
    }

    private static String user(String id) {
        return entity("User::" + id);
    }

    private static String entity(String uid) {
        if (uid == null || uid.isEmpty()) {
            return null;
        }
        String[] parts = uid.split("::");
        return "{\"__entity\": {\"type\": \"" + parts[0] + "\", \"id\": \"" + parts[1] + "\"}}";
    }

    private static PolicySet parse(String... texts) {
        List<PolicySource> sources = new ArrayList<>();
        for (String text : texts) {
            sources.add(new PolicySource((char) ('a' + sources.size()) + ".json", text));
        }
        return PolicyParser.parse(sources);
    }

    private static PolicySyntaxException failure(String... texts) {
        return catchThrowableOfType(PolicySyntaxException.class, () -> parse(texts));
    }
}
