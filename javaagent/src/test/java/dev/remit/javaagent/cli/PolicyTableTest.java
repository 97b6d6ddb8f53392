package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTableTest {
    private static PolicyTable table(String text) {
        return new PolicyTable(PolicyParser.parse(List.of(new PolicySource("p.cedar", text))));
    }

    @Test
    void shouldAlignColumnsAndCutLongValues() {
        assertThat(table("""
                        @id("né😀") @reason("a reason that is so long that nobody reads it in a table") @flag
                        permit (principal, action, resource) when { true };
                        @id("hosts")
                        forbid (principal is Remit::Agent, action in Remit::Action::"HttpRequest", resource in Remit::Domain::"acme.com");
                        permit (principal, action, resource == ?resource);
                        """).aligned()).isEqualTo("""
                        id         effect             head                                                                    conditions  annotations                                         at
                        né😀        permit             any request                                                             1           @reason("a reason that is so long that nobody rea…  p.cedar:1:1
                        hosts      forbid             principal is Remit::Agent, action in Remit::Action::"HttpRequest", re…  0                                                               p.cedar:3:1
                        p.cedar#2  permit (template)  resource == ?resource                                                   0                                                               p.cedar:5:1
                        """);
    }

    @Test
    void shouldWriteALineForEachPolicyForPrograms() {
        assertThat(table("""
                        @id("a\\tb\\n") @reason("x\\ty") @flag permit (principal, action, resource);
                        """).plain())
                .isEqualTo("a\uFFFDb\uFFFD\tpermit\tany request\t0\t@reason(\"x\\ty\") @flag\tp.cedar:1:1\n");
    }
}
