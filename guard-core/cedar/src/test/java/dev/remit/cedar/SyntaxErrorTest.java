package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser says of policies that it does not take. */
class SyntaxErrorTest {

    private static PolicySyntaxException failure(String... texts) {
        List<PolicySource> sources = IntStream.range(0, texts.length)
                .mapToObj(i -> new PolicySource((char) ('a' + i) + ".cedar", texts[i]))
                .toList();
        return catchThrowableOfType(PolicySyntaxException.class, () -> PolicyParser.parse(sources));
    }

    @Test
    void shouldShowLineAndCaret() {
        PolicySyntaxException failure =
                failure("// money\r\npermit (principal, action, resource)\r\nwhen {\t\"ü😀\" == 1 & 2 };");
        assertThat(failure).hasMessage("""
                        a.cedar:3:18: `&` is no operator, did you mean `&&`?
                          when {\t"ü😀" == 1 & 2 };
                                \t          ^""".indent(0).strip());
        assertThat(failure.errors().get(0).file()).isEqualTo("a.cedar");
        assertThat(failure.errors().get(0).line()).isEqualTo(3);
        assertThat(failure.errors().get(0).column()).isEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "80,80 ==> 80,79..",
                "79,80 ==> 79,79..",
                "81,79 ==> ..80,79",
                "200,10 ==> ..80,10",
                "0,200 ==> 0,79..",
            })
    void shouldShowThePartOfALongLineAroundTheCaret(String written, String shown) {
        String[] sides = written.split(",");
        String line = "😀".repeat(Integer.parseInt(sides[0])) + "$" + "é".repeat(Integer.parseInt(sides[1]));
        String[] parts = shown.replace("..", "").split(",");
        int before = Integer.parseInt(parts[0]) + (shown.startsWith("..") ? 1 : 0);
        String expected = "  " + (shown.startsWith("..") ? "…" : "") + "😀".repeat(Integer.parseInt(parts[0])) + "$"
                + "é".repeat(Integer.parseInt(parts[1])) + (shown.endsWith("..") ? "…" : "") + "\n  "
                + " ".repeat(before) + "^";
        assertThat(new SourceText("a", "x\n" + line + "\ny").excerpt(2 + line.indexOf('$')))
                .isEqualTo(expected);
    }

    @Test
    void shouldShowNothingThatMovesTheCursor() {
        String line = "\u001B[2J\u202Ea\u2028\0\ud800$";
        assertThat(new SourceText("a", line).excerpt(line.indexOf('$')))
                .isEqualTo("  \uFFFD[2J\uFFFDa\uFFFD\uFFFD\uFFFD$\n           ^");
    }

    @Test
    void shouldReportAllErrorsOfAllTexts() {
        String broken = """
                permit (principal, action);
                permit (principal, action, resource) when { 1 + };
                permit (principal, action, resource)
                @id("x") forbid (principal, action, resource) when { foo };
                forbid (principal, action, resource) where { true };
                permit (principal, action, resource);
                """;
        assertThat(
                        failure(broken, "permit", "forbid (principal, action, resource) when { true };", "x")
                                .errors()
                                .stream()
                                .map(error -> error.file() + ":" + error.line() + ":" + error.column()))
                .containsExactly(
                        "a.cedar:1:26",
                        "a.cedar:2:49",
                        "a.cedar:4:1",
                        "a.cedar:4:54",
                        "a.cedar:5:38",
                        "b.cedar:1:7",
                        "d.cedar:1:1");
    }

    @Test
    void shouldRefuseCarriageReturnInString() {
        assertThat(failure("permit(principal, action, resource) when { \"a\rb\" == 1 };"))
                .hasMessageContaining("a.cedar:1:46: a carriage return can't stand in a string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "1 == 1 == true ==> comparisons can't be chained, expected `&&`",
                "1 < 2 < 3 ==> comparisons can't be chained",
                "context has a has b ==> comparisons can't be chained",
                "1 = 1 ==> `=` is no operator, did you mean `==`?",
                "4 / 2 == 2 ==> Cedar has no operator `/`",
                "4 % 2 == 0 ==> Cedar has no operator `%`",
                "!!!!!true ==> more than 4 `!` in a row",
                "-----1 == 1 ==> more than 4 `-` in a row",
                "9223372036854775808 == 1 ==> this number does not fit into a Long",
                "-9223372036854775809 == 1 ==> this number does not fit into a Long",
                "\"a\\q\" == 1 ==> unknown escape `\\q`",
                "\"a\\*\" == 1 ==> `\\*` is an escape of `like` patterns only",
                "\"\\u{d800}\" == 1 ==> `\\u{…}` needs one to six hexadecimal digits",
                "\"\\u{1234567}\" == 1 ==> `\\u{…}` needs one to six hexadecimal digits",
                "\"\\u{_1}\" == 1 ==> `\\u{…}` needs one to six hexadecimal digits",
                "\"\\u{12\" == 1 ==> `\\u{…}` needs one to six hexadecimal digits",
                "\"\\x80\" == 1 ==> `\\x` needs two hexadecimal digits up to 7F",
                "\"abc ==> the string that starts here is not closed",
                "context.a.foo(1) ==> `foo` is no method",
                "context.a.contains() ==> `contains` has 0 arguments, expected 1",
                "context.a.isEmpty(1) ==> `isEmpty` has 1 arguments, expected 0",
                "foo(1) ==> `foo` is no function",
                "isIpv4(ip(\"::1\")) ==> `isIpv4` is no function, it is a method",
                "context.ip(1) ==> `ip` is no method",
                "context.if ==> `if` is a reserved word",
                "context[1] ==> expected an attribute name in double quotes",
                "{a: 1, \"a\": 2} == 1 ==> stands twice in one record",
                "1 + if true then 1 else 2 ==> `if` inside another operation needs parentheses",
                "if true then 1 ==> unexpected `}`, expected `else`",
                "principal is \"User\" ==> unexpected a string, expected a type name",
                "principal like context.p ==> expected a pattern in double quotes",
                "principal == ?principal ==> the template slot `?principal` can't stand here",
                "unknown ==> unknown name `unknown`",
                "true;  ==> unexpected `;`, expected `}`",
                "~~ ==> unexpected `}`, expected an expression",
                "a.b == # ==> unexpected character `#` (U+0023)",
            })
    void shouldSayWhatIsWrongWithAnExpression(String expression, String message) {
        String text = "permit(principal, action, resource) when { " + (expression == null ? "" : expression) + " };";
        assertThat(failure(text)).hasMessageContaining(message).hasMessageContaining("^");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "permit(principal == ?resource, action, resource); ==> `?resource` can't stand for the principal",
                "permit(principal, action == ?action, resource); ==> the template slot `?action` can't stand here",
                "permit(principal, action == User::\"a\", resource); ==> is no action, expected an entity whose type ends in `Action`",
                "permit(principal, action is Action, resource); ==> unexpected `is`, expected `==`, `in` or `,`",
                "permit(principal in [User::\"a\"], action, resource); ==> unexpected `[`",
                "permit(action, principal, resource); ==> unexpected `action`, expected `principal`",
                "@a(\"1\") @a permit(principal, action, resource); ==> the annotation `@a` stands twice",
                "permit(principal, action, resource) ==> unexpected the end of the text, expected `when`, `unless` or `;`",
                "allow(principal, action, resource); ==> unexpected `allow`, expected `permit`, `forbid` or an annotation",
                "@id(\"x\")permit(principal,action,resource);@id(\"x\")forbid(principal,action,resource); ==> the policy id `x` is already used at a.cedar:1:1",
            })
    void shouldSayWhatIsWrongWithAPolicy(String text, String message) {
        assertThat(failure(text)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "// only a comment",
                "permit(principal,action,resource,);",
                "permit(principal, action in [], resource);",
                "@if @in(\"x\") permit(principal, action == A::B::Action::\"x\", resource is A::B in C::\"d\",) when { true } unless { false };",
                "permit(principal, action, resource) when { [1, 2,].contains(1,) && {a: 1,} == {\"a\": 1} };",
                "permit(principal, action, resource) when { principal::\"x\" == true::x::\"y\" };",
            })
    void shouldTake(String text) {
        if (text.contains("true::")) {
            assertThat(failure(text)).hasMessageContaining("`true` is a reserved word");
        } else {
            assertThatCode(() -> PolicyParser.parse(List.of(new PolicySource("a", text))))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(|)",
                "[|]",
                "{a: |}",
                "if true then | else 1",
                "!(|)",
                "-(|)",
                "1 + (|)",
                "ip(|)",
                "[1].contains(|)"
            })
    void shouldLimitNesting(String nesting) {
        String[] parts = nesting.split("\\|");
        String deep = parts[0].repeat(100_000) + "1" + parts[1].repeat(100_000);
        assertThat(failure("permit(principal, action, resource) when { " + deep + " == 1 };"))
                .hasMessageContaining("nests deeper than " + SyntaxLimits.DEPTH + " levels");
        String shallow = parts[0].repeat(50) + "1" + parts[1].repeat(50);
        // In guard mode most of them would not be taken: no request could evaluate them.
        String policy = "permit(principal, action, resource) when { " + shallow + " };";
        assertThatCode(() -> Requests.compile(policy, ErrorMode.CEDAR)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", " * 1", ".a", "[\"a\"]", ".isEmpty()"})
    void shouldLimitChains(String link) {
        assertThat(failure("permit(principal, action, resource) when { context" + link.repeat(100_000) + " };"))
                .hasMessageContaining("nests deeper than");
    }

    @Test
    void shouldNeedLittleStackUpToTheLimit() throws InterruptedException {
        int depth = SyntaxLimits.DEPTH - 2;
        String deep = "!(".repeat(depth) + "context.a" + ")".repeat(depth);
        List<Throwable> thrown = new ArrayList<>();
        Thread small = new Thread(null, () -> Requests.evaluate(deep, "{\"a\": true}"), "small", 512 * 1024);
        small.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        small.start();
        small.join();
        assertThat(thrown).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" is T in resource)", " has a.b.c)"})
    void shouldLimitWhatOperationsMultiply(String operation) {
        assertThat(failure("permit(principal, action, resource) when { " + "(".repeat(24) + "principal"
                        + operation.repeat(24) + " };"))
                .hasMessageContaining("mean more than " + SyntaxLimits.COPIES + " expressions");
        String policy = "permit(principal, action, resource) when { " + "((principal" + operation.repeat(2) + " };";
        assertThatCode(() -> Requests.compile(policy.repeat(1000), ErrorMode.CEDAR))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldTakeLongConjunctions() {
        String terms = "context.a == 1 || ".repeat(20_000);
        assertThatCode(() -> Requests.compile("permit(principal, action, resource) when { " + terms + "true };"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldLimitTextsAndLiterals() {
        String literal = "a".repeat(SyntaxLimits.LITERAL_LENGTH + 1);
        assertThat(failure("permit(principal, action, resource) when { \"" + literal + "\" == 1 };"))
                .hasMessageContaining("this string is longer than");
        assertThat(failure("permit(principal, action, resource) when { context." + literal + " };"))
                .hasMessageContaining("this word is longer than");
        assertThat(failure(" ".repeat(SyntaxLimits.TEXT_LENGTH + 1))).hasMessageContaining("the text is longer than");
        assertThat(failure("$".repeat(100_000)).errors()).hasSize(SyntaxLimits.ERRORS);
        assertThat(failure("permit;".repeat(100_000)).errors()).hasSize(SyntaxLimits.ERRORS);
    }
}
