package dev.remit.javaagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    private static Target target(String method, List<String> arguments) {
        return new Target("Any", method, arguments, false, List.of(), null, 0);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "'', ()V",
        "int, (I)V",
        "long, (J)Ljava/lang/Object;",
        "boolean, (Z)V",
        "byte, (B)V",
        "char, (C)V",
        "short, (S)V",
        "float, (F)V",
        "double, (D)V",
        "java.lang.String, (Ljava/lang/String;)V",
        "java.lang.String[], ([Ljava/lang/String;)V",
        "long[][], ([[J)V",
        "java.util.Map$Entry, (Ljava/util/Map$Entry;)V",
        "int java.lang.String long[], (ILjava/lang/String;[J)V",
    })
    void shouldMatchTheArgumentsThatItNames(String names, String descriptor) {
        final List<String> arguments = names.isEmpty() ? List.of() : List.of(names.split(" "));
        assertThat(target("call", arguments).matches("call", descriptor)).isTrue();
        assertThat(target("call", arguments).matches("call", descriptor.replace(")", "I)")))
                .isFalse();
        assertThat(target("call", arguments).matches("other", descriptor)).isFalse();
        assertThat(target("call", null).matches("call", descriptor)).isTrue();
    }

    @Test
    void shouldNotMatchOtherArguments() {
        final Target target = target("call", List.of("java.lang.String", "int"));
        assertThat(target.matches("call", "()V")).isFalse();
        assertThat(target.matches("call", "(Ljava/lang/String;)V")).isFalse();
        assertThat(target.matches("call", "(ILjava/lang/String;)V")).isFalse();
        assertThat(target.matches("call", "(Ljava/lang/StringBuilder;I)V")).isFalse();
        assertThat(target.matches("call", "([Ljava/lang/String;I)V")).isFalse();
    }

    @Test
    void shouldMatchABeginningOfAName() {
        assertThat(target("run$*", null).matches("run$anthropic", "()V")).isTrue();
        assertThat(target("run$*", null).matches("run", "()V")).isFalse();
        assertThat(target("call", null).matches("callAll", "()V")).isFalse();
    }
}
