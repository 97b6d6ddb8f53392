package dev.remit.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemitTest {
    @Test
    void shouldSayThatNoGuardIsThereWithoutTheJavaagent() {
        assertThat(Remit.isGuarded()).isFalse();
    }
}
