package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.TemplateLink;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final EntityUid ALICE = EntityUid.of("User", "alice");
    private static final EntityUid DOCS = EntityUid.of("Folder", "docs");

    @Test
    void shouldKeepTemplatesApartFromPolicies() {
        PolicySet set = parse("""
                @id("own") permit(principal == ?principal, action, resource in ?resource);
                @id("one") permit(principal, action, resource);
                @id("typed") forbid(principal is User in ?principal, action, resource);
                """);
        assertThat(set.policies()).extracting(Policy::id).containsExactly("one");
        assertThat(set.templates()).extracting(Policy::id).containsExactly("own", "typed");
    }

    @Test
    void shouldFillSlots() {
        Policy template = parse(
                        "@id(\"own\") @reason(\"theirs\") permit(principal == ?principal, action, resource in ?resource);")
                .templates()
                .get(0);
        Policy linked = template.linked(new TemplateLink("own", "alice-docs", ALICE, DOCS));
        assertThat(linked.id()).isEqualTo("alice-docs");
        assertThat(linked.template()).isEqualTo("own");
        assertThat(linked.principal()).isEqualTo(new Scope.Equal(ALICE));
        assertThat(linked.resource()).isEqualTo(new Scope.In(DOCS));
        assertThat(linked.annotations()).containsEntry("reason", "theirs");
        assertThat(linked.isTemplate()).isFalse();
    }

    @Test
    void shouldFillTypedSlot() {
        Policy template = parse("forbid(principal is User in ?principal, action, resource);")
                .templates()
                .get(0);
        assertThat(template.linked(new TemplateLink(template.id(), "a", ALICE, null))
                        .principal())
                .isEqualTo(new Scope.IsIn("User", ALICE));
    }

    @Test
    void shouldRefuseOtherSlotsThanTheTemplates() {
        Policy template = parse("permit(principal == ?principal, action, resource);")
                .templates()
                .get(0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.linked(new TemplateLink(template.id(), "a", ALICE, DOCS)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.linked(new TemplateLink(template.id(), "a", null, null)));
    }

    private static PolicySet parse(String text) {
        return PolicyParser.parse(List.of(new PolicySource("t.cedar", text)));
    }
}
