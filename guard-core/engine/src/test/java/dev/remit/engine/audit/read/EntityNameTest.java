package dev.remit.engine.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntityNameTest {
    @Test
    void shouldTakeANameApart() {
        assertThat(EntityName.of("Remit::Host::\"a:443\"")).isEqualTo(new EntityName("Remit::Host", "a:443"));
        assertThat(EntityName.of("Remit::Tool::\"a \\\"b\\\" \\\\ c\""))
                .isEqualTo(new EntityName("Remit::Tool", "a \"b\" \\ c"));
        assertThat(EntityName.of("A::\"\\n\\t\\r\\0\\u{1b}\\u{1f600}\\u{ffffff}$1\""))
                .isEqualTo(new EntityName("A", "\n\t\r\0\u001b😀\\u{ffffff}$1"));
        assertThat(new EntityName("Remit::Host", "").shortType()).isEqualTo("Host");
        assertThat(new EntityName("Host", "").shortType()).isEqualTo("Host");
    }

    @Test
    void shouldTakeAnyOtherTextForAnId() {
        assertThat(EntityName.of(null)).isNull();
        for (String text : new String[] {"", "\"", "refund", "Remit::Host::\"", "Remit::Host::\"a", "Remit::Host"}) {
            assertThat(EntityName.of(text)).isEqualTo(new EntityName("", text));
        }
    }
}
