package dev.remit.javaagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowTest {
    private static Row row(String method, List<String> arguments) {
        return new Row(1, CallSite.advice(Category.TOOL, "Any", method, arguments, "Advice"));
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
        assertThat(row("call", arguments).matches("call", descriptor)).isTrue();
        assertThat(row("call", arguments).matches("call", descriptor.replace(")", "I)")))
                .isFalse();
        assertThat(row("call", arguments).matches("other", descriptor)).isFalse();
        assertThat(row("call", null).matches("call", descriptor)).isTrue();
    }

    @Test
    void shouldNotMatchOtherArguments() {
        final Row row = row("call", List.of("java.lang.String", "int"));
        assertThat(row.matches("call", "()V")).isFalse();
        assertThat(row.matches("call", "(Ljava/lang/String;)V")).isFalse();
        assertThat(row.matches("call", "(ILjava/lang/String;)V")).isFalse();
        assertThat(row.matches("call", "(Ljava/lang/StringBuilder;I)V")).isFalse();
        assertThat(row.matches("call", "([Ljava/lang/String;I)V")).isFalse();
    }

    @Test
    void shouldMatchABeginningOfAName() {
        assertThat(row("run$*", null).matches("run$anthropic", "()V")).isTrue();
        assertThat(row("run$*", null).matches("run", "()V")).isFalse();
        assertThat(row("call", null).matches("callAll", "()V")).isFalse();
    }

    @Test
    void shouldGuardTheSameMethodOfALoadedClass() throws Exception {
        final List<String> arguments = List.of("java.lang.String", "int", "java.lang.Object");
        final CallSite site = CallSite.advice(Category.TOOL, "Any", "text", arguments, "Advice");
        assertThat(site.guards(Guarded.class.getMethod("text", String.class, int.class, Object.class)))
                .isTrue();
        assertThat(site.guards(Guarded.class.getMethod("nothing"))).isFalse();
        final CallSite many = CallSite.advice(
                Category.TOOL, "Any", "of", List.of("java.lang.String", "java.lang.String[]"), "Advice");
        assertThat(many.guards(Guarded.class.getMethod("of", String.class, String[].class)))
                .isTrue();
    }
}
