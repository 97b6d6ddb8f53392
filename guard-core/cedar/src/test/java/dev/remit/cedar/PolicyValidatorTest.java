package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.check.Finding;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyValidatorTest {
    private static final Schema SCHEMA = SchemaParser.parse("s.cedarschema", """
            entity Team;
            entity User in [Team] = {
              name: String,
              age: Long,
              nick?: String,
              boss?: User,
              roles: Set<String>,
              home: { city: String, zip?: Long }
            } tags String;
            entity Colour enum ["red", "green"];
            entity Doc = { owner: User, colour: Colour };
            action read;
            action view, list in [read] appliesTo {
              principal: [User],
              resource: [Doc],
              context: { amount: Long, at?: datetime, from: ipaddr, limit: decimal, ok: Bool, who?: User }
            };
            action admin appliesTo { principal: [Team], resource: [User, Doc] };
            """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "principal.age > 3 && principal.name like \"a*\"",
                "principal has nick && principal.nick == \"x\"",
                "principal has boss.nick && principal.boss.nick == \"x\"",
                "if principal has nick then principal.nick == \"x\" else true",
                "!(principal has nick) || principal.name == \"x\"",
                "principal[\"age\"] == 3",
                "principal.hasTag(\"a\") && principal.getTag(\"a\") == \"b\"",
                "principal.roles.contains(\"admin\") && principal.roles.containsAny([\"a\", \"b\"])",
                "principal.roles == [\"a\"]",
                "principal in Team::\"a\"",
                "principal in [Team::\"a\", Team::\"b\"]",
                "resource.owner == principal",
                "resource.owner.home.city == \"Paris\"",
                "resource.colour == Colour::\"red\"",
                "context.from.isInRange(ip(\"10.0.0.0/8\"))",
                "context.limit.lessThan(decimal(\"1.5\"))",
                "context has at && context.at > datetime(\"2026-01-01\")",
                "context has at && context.at.toTime() < duration(\"8h\")",
                "true == \"\" || principal.age > 1",
                "(true && (true || false)) == \"\" || principal.age > 1",
                "action in action && (if action in action then true else principal.nonsense)",
                "principal.hasTag(\"a\") && (principal.hasTag(\"a\") || principal.nonsense)",
                "{a: 1, b: true}.a == 1",
                "action == Action::\"view\" || action in Action::\"read\"",
                "principal is Team || principal.age > 1",
                "[1, 2].contains(context.amount)",
                "context.ok && (principal has nick || principal has boss)",
                "if true then principal.age > 1 else principal.nonsense > 1",
                "false && principal.nonsense"
            })
    void shouldAcceptWhatFits(String condition) {
        assertThat(errors("permit(principal, action == Action::\"view\", resource) when { " + condition + " };"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "context == {amount: 1, from: ip(\"::1\"), limit: decimal(\"1.0\"), ok: true} ==> these can never be equal",
                "principal.agee > 3 ==> `User` has no attribute `agee`",
                "principal.nick == \"x\" ==> the attribute `nick` may be absent; ask `principal has nick &&` first",
                "principal has nick || principal.nick == \"x\" ==> the attribute `nick` may be absent",
                "principal.age > \"3\" ==> this is `String`, expected Long",
                "principal.name > \"3\" ==> expected Long, datetime or duration",
                "principal.age == \"3\" ==> these can never be equal: one is `Long`, the other `String`",
                "principal.age ==> this is `Long`, expected Bool",
                "!principal.age ==> this is `Long`, expected Bool",
                "principal.age like \"3\" ==> this is `Long`, expected String",
                "principal.age.contains(1) ==> this is `Long`, expected a Set",
                "principal.roles.contains(1) ==> these can never be equal",
                "principal.roles.containsAll([1]) ==> these can never be equal",
                "principal.age in Team::\"a\" ==> this is `Long`, expected an entity",
                "principal in \"Team\" ==> this is `String`, expected an entity or a set of entities",
                "principal in [Team::\"a\", User::\"b\"] ==> the elements differ: one is `Team`, another `User`",
                "[].contains(1) ==> the type of an empty set can't be known",
                "[1, \"a\"].contains(1) ==> the elements differ",
                "(if context.ok then 1 else \"a\") == 1 ==> the two branches differ",
                "principal.name has x ==> this is `String`, expected a record or an entity",
                "principal.age is User ==> this is `Long`, expected an entity",
                "principal is Usr ==> the schema has no entity type `Usr`",
                "principal == Usr::\"a\" ==> the schema has no entity type `Usr`",
                "action == Action::\"vew\" ==> the schema has no action `Action::\"vew\"`",
                "resource.colour == Colour::\"blue\" ==> `Colour` has no entity `Colour::\"blue\"`",
                "context.from.isInRange(ip(\"300.0.0.1\")) ==> this is no `ip`",
                "context.from == ip(principal.name) ==> `ip` takes a literal",
                "context.from.isIpv4(1) ==> `isIpv4` has 1 arguments, expected 0",
                "context.limit < context.limit ==> expected Long, datetime or duration",
                "principal.getTag(\"a\") == \"b\" ==> the tag may be absent",
                "principal.hasTag(\"a\") && principal.getTag(\"b\") == \"b\" ==> the tag may be absent",
                "resource.hasTag(\"a\") || resource.getTag(\"a\") == \"b\" ==> the tag may be absent",
                "(true && context.ok) == 1 ==> these can never be equal",
                "1 + principal.name == 2 ==> this is `String`, expected Long",
                "-principal.name == 2 ==> this is `String`, expected Long",
                "context.at > datetime(\"2026-01-01\") ==> the attribute `at` may be absent",
            })
    void shouldSayWhatDoesNotFit(String condition, String message) {
        assertThat(errors("permit(principal, action == Action::\"view\", resource) when { " + condition + " };"))
                .isNotEmpty()
                .first()
                .satisfies(finding -> assertThat(finding.render()).contains(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "permit(principal == Team::\"a\", action == Action::\"view\", resource); ==> no action of the schema takes such",
                "permit(principal, action == Action::\"view\", resource is User); ==> no action of the schema takes such",
                "permit(principal, action in [], resource); ==> no action of the schema takes such",
                "permit(principal is Nobody, action, resource); ==> the schema has no entity type `Nobody`",
                "permit(principal, action == Action::\"read\", resource); ==> no action of the schema takes such",
                "permit(principal is Team in ?principal, action == Action::\"view\", resource); ==> no action of the schema takes such",
                "permit(principal in ?principal, action, resource) when { principal.x }; ==> `User` has no attribute `x`"
            })
    void shouldCheckHeadsAndTemplates(String policy, String message) {
        assertThat(errors(policy)).extracting(Finding::render).anyMatch(text -> text.contains(message));
    }

    @Test
    void shouldCheckWhereAnActionAppliesOnly() {
        assertThat(errors("permit(principal, action == Action::\"view\", resource) when { principal.age > 1 };"))
                .isEmpty();
        assertThat(errors("permit(principal, action, resource) when { principal.age > 1 };"))
                .extracting(Finding::message)
                .containsExactly("`Team` has no attribute `age`");
        assertThat(errors("permit(principal is User, action, resource) when { principal.age > 1 };"))
                .isEmpty();
    }

    @Test
    void shouldReportTheSameOnceAndAllThatThereIs() {
        List<Finding> found = errors("""
                permit(principal is User, action, resource) when { principal.x } when { principal.y == 1 };
                permit(principal is User, action, resource) when { principal.z };
                """);
        assertThat(found)
                .extracting(
                        finding -> finding.span().source().line(finding.span().start()))
                .containsExactly(1, 1, 2);
        assertThat(found)
                .extracting(Finding::message)
                .containsExactly(
                        "`User` has no attribute `x`", "`User` has no attribute `y`", "`User` has no attribute `z`");
    }

    @Test
    void shouldWarnOfAPolicyThatCanNeverApply() {
        List<Finding> found =
                validate("permit(principal, action == Action::\"view\", resource) when { principal is Team };");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).severity()).isEqualTo(Finding.Severity.WARNING);
        assertThat(found.get(0).render()).startsWith("p.cedar:1:1: warning: the policy can never apply");
    }

    private static List<Finding> errors(String policies) {
        return validate(policies).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
    }

    private static List<Finding> validate(String policies) {
        return PolicyValidator.validate(PolicyParser.parse(List.of(new PolicySource("p.cedar", policies))), SCHEMA);
    }
}
