package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.cedar.format.PolicyFormatter;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.SyntaxLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What formatted policies look like; that they mean the same, {@link FormatterPropertyTest} holds. */
class FormatterTest {
    private static final String HEAD = "permit (principal, action, resource)\n";

    private static String format(String text) {
        return PolicyFormatter.format("a.cedar", text);
    }

    /** How a condition is written, without its policy. */
    private static String condition(String expression) {
        String formatted = format(HEAD + "when{" + expression + "};");
        return formatted.substring(HEAD.length(), formatted.length() - 2);
    }

    @Test
    void shouldKeepAPolicyOnTheLinesItFits() {
        assertThat(format("""
                @id ( "a" )   @shadow
                permit(principal==User::"xyz",action in[Action::"a",Action::"b",],resource is Doc  in  ?resource)
                when{principal.a&&!context.b||- 1<resource["c d"].size} unless { ip( "::1" ) . isLoopback ( ) };forbid(principal,action,resource);
                """)).isEqualTo("""
                @id("a")
                @shadow
                permit (
                    principal == User::"xyz",
                    action in [Action::"a", Action::"b",],
                    resource is Doc in ?resource
                )
                when { principal.a && !context.b || -1 < resource["c d"].size }
                unless { ip("::1").isLoopback() };

                forbid (principal, action, resource);
                """);
    }

    @Test
    void shouldEndLinesBehindOperatorsFromTheLoosest() {
        assertThat(condition("""
                        (resource in Remit::Domain::"api.openai.com" || resource in Remit::Domain::"acme.com") && context.a""")).isEqualTo("""
                when {
                    (resource in Remit::Domain::"api.openai.com" || resource in Remit::Domain::"acme.com") &&
                    context.a
                }""");
        assertThat(condition("""
                        context.aaaaaaaaaaaaaaaa == 1 && context.bbbbbbbbbbbbbbbbbbb == 2 || context.ccccccccccccccccc == 3 && context.ddddddddddddddddddd == 4 && context.eeeeeeeeeeeeeeeeeee == 5 && context.fffffff""")).isEqualTo("""
                when {
                    context.aaaaaaaaaaaaaaaa == 1 && context.bbbbbbbbbbbbbbbbbbb == 2 ||
                    context.ccccccccccccccccc == 3 &&
                        context.ddddddddddddddddddd == 4 &&
                        context.eeeeeeeeeeeeeeeeeee == 5 &&
                        context.fffffff
                }""");
        assertThat(condition("""
                        !(context.aaaaaaaaaaaaaaaaaaaaaaaaa == 1 && context.bbbbbbbbbbbbbbbbbbbbb == 2 && context.ccccccccc)""")).isEqualTo("""
                when {
                    !(
                        context.aaaaaaaaaaaaaaaaaaaaaaaaa == 1 &&
                        context.bbbbbbbbbbbbbbbbbbbbb == 2 &&
                        context.ccccccccc
                    )
                }""");
        assertThat(condition("""
                        context.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + context.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb == context.cccccccccc * 2""")).isEqualTo("""
                when {
                    context.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + context.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ==
                        context.cccccccccc * 2
                }""");
    }

    @Test
    void shouldPutBranchesOnLines() {
        assertThat(condition("if context.a then 1 == 1 else false"))
                .isEqualTo("when { if context.a then 1 == 1 else false }");
        assertThat(condition("""
                        if context.aaaaaaaaaaaaaaaaa then resource.bbbbbbbbbbbbbbbbbbbbbbb else if context.ccccccccc then resource.ddd else false""")).isEqualTo("""
                when {
                    if context.aaaaaaaaaaaaaaaaa
                    then resource.bbbbbbbbbbbbbbbbbbbbbbb
                    else if context.ccccccccc
                    then resource.ddd
                    else false
                }""");
    }

    @Test
    void shouldOpenListsRecordsAndCallsWhereTheyPassTheLine() {
        assertThat(condition("context.a == {} && [].isEmpty() && { a:1, \"b c\" : [ 2,3 ] } == { a : { b : 1 } }"))
                .isEqualTo("when { context.a == {} && [].isEmpty() && { a: 1, \"b c\": [2, 3] } == { a: { b: 1 } } }");
        assertThat(condition("""
                        context.hosts.containsAny(["aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccc"])""")).isEqualTo("""
                when {
                    context.hosts.containsAny([
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                        "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                        "ccccccccccc"
                    ])
                }""");
        assertThat(condition("""
                        [Remit::Secret::"vault/kv1/it/allowed", Remit::Secret::"vault/secret/data/it/allowed"].contains(resource)""")).isEqualTo("""
                when {
                    [
                        Remit::Secret::"vault/kv1/it/allowed",
                        Remit::Secret::"vault/secret/data/it/allowed"
                    ].contains(resource)
                }""");
        assertThat(condition("""
                        context.some.record.of.the.caller == { organization: principal.owner.organization, serviceline: 1 }""")).isEqualTo("""
                when {
                    context.some.record.of.the.caller == {
                        organization: principal.owner.organization,
                        serviceline: 1
                    }
                }""");
        assertThat(condition("""
                        context.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccccccc.contains(resource)""")).isEqualTo("""
                when {
                    context.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccccccc
                        .contains(resource)
                }""");
    }

    @Test
    void shouldFillALineToItsLastColumn() {
        String fits = "context.a" + "a".repeat(72) + " == 12";
        assertThat(("when { " + fits + " };").length()).isEqualTo(PolicyFormatter.WIDTH - 3);
        assertThat(condition(fits + "345")).isEqualTo("when { " + fits + "345 }");
        assertThat(condition(fits + "3456")).isEqualTo("when {\n    " + fits + "3456\n}");
        String wide = "\"" + "😀".repeat(79) + "\" == 12";
        assertThat(condition(wide + "345")).startsWith("when { \"");
        assertThat(condition(wide + "3456")).startsWith("when {\n");
    }

    @Test
    void shouldKeepEveryCommentBesideItsWord() {
        assertThat(format("""
                // the file's


                // first
                @id("a") // behind an annotation
                // between annotations
                @reason("b")
                permit ( // behind a bracket
                    principal, action in [
                        // above an element
                        Action::"a", // behind an element
                        Action::"b"
                        // last in a set
                    ],
                    resource
                ) // behind the head
                when {

                    // first in a clause
                    context.a // behind an operand
                    && context.b && // behind an operator

                    // above an operand
                    context.c == { // in a record
                        a: 1 // of a
                        , b: [
                            // empty

                        ]

                        // last in a record

                    }
                } // behind a clause
                ; // behind a policy
                // the policy's still
                // too

                // of nobody

                // second
                forbid (principal, action, resource);
                // end
                """)).isEqualTo("""
                // the file's

                // first
                @id("a") // behind an annotation
                // between annotations
                @reason("b")
                permit ( // behind a bracket
                    principal,
                    action in [
                        // above an element
                        Action::"a", // behind an element
                        Action::"b"
                        // last in a set
                    ],
                    resource
                ) // behind the head
                when {
                    // first in a clause
                    context.a // behind an operand
                    && context.b && // behind an operator

                    // above an operand
                    context.c == { // in a record
                        a: 1 // of a
                        , b: [
                            // empty
                        ]

                        // last in a record
                    }
                } // behind a clause
                ; // behind a policy
                // the policy's still
                // too

                // of nobody

                // second
                forbid (principal, action, resource);
                // end
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            value = {
                "P;P; ==> P;||P;|",
                "P;|P; ==> P;||P;|",
                "P;||||P; ==> P;||P;|",
                "P; // a|P; ==> P; // a||P;|",
                "P;|// a|P; ==> P;||// a|P;|",
                "P;|// a||P; ==> P;|// a||P;|",
                "P;||// a||P; ==> P;||// a||P;|",
                "P;|// a||// b|P; ==> P;|// a||// b|P;|",
                "||// a||| ==> // a|",
                "P;|// a ==> P;|// a|",
                "P;|||// a|||// b ==> P;||// a||// b|",
                "|||P;||| ==> P;|",
            })
    void shouldSetPoliciesApart(String text, String expected) {
        assertThat(format(lines(text))).isEqualTo(lines(expected));
    }

    private static String lines(String text) {
        return text.replace("|", "\n").replace("P", "permit (principal, action, resource)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldEndLinesWithALineFeed(String lineEnd) {
        String text =
                String.join(lineEnd, "", "// a ", "permit(principal, // b\t", "action,", "", "resource);", "", "");
        assertThat(format(text)).isEqualTo("""
                // a
                permit (
                    principal, // b
                    action,
                    resource
                );
                """);
    }

    @Test
    void shouldNotTouchStrings() {
        String text =
                "permit (principal, action, resource)\nwhen {\n    context.a ==\n        \"// x\n\n  \\u{41}\t\"\n};\n";
        assertThat(format(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "\r\n"})
    void shouldLeaveNothingOfNothing(String text) {
        assertThat(format(text)).isEmpty();
    }

    @Test
    void shouldNameEveryErrorInsteadOfFormatting() {
        assertThatThrownBy(() -> format("permit (principal, action);\n// x\nforbid (principal);"))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class,
                        e -> assertThat(e.errors())
                                .extracting(error -> error.line())
                                .containsExactly(1, 3));
        assertThatThrownBy(() -> format(" ".repeat(SyntaxLimits.FORMAT_LENGTH + 1)))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining("longer than " + SyntaxLimits.FORMAT_LENGTH);
    }

    @Test
    void shouldNotFormatJson() {
        assertThatThrownBy(() -> format(" {\"staticPolicies\": {}}"))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageStartingWith("a.cedar:1:1: these policies are JSON, expected Cedar's own syntax\n");
    }

    @Test
    void shouldFormatTwoPoliciesOfOneName() {
        String text = "@id(\"a\")\npermit (principal, action, resource);\n";
        assertThat(format(text + text)).isEqualTo(text + "\n" + text);
    }

    @Test
    void shouldTakeHostileTexts() throws InterruptedException {
        String deep = "[".repeat(95) + "1" + "]".repeat(95);
        String chain = "context.a == 1 || context.b && ".repeat(20_000) + "true";
        String wide = "[" + deep + ("," + deep).repeat(200) + "]";
        Thread small = new Thread(null, () -> condition(deep + " == 1"), "small", 512 * 1024);
        Throwable[] thrown = new Throwable[1];
        small.setUncaughtExceptionHandler((thread, failure) -> thrown[0] = failure);
        small.start();
        small.join();
        assertThat(thrown[0]).isNull();
        assertThat(condition(chain)).hasLineCount(20_001 + 2);
        assertThat(condition(wide + " == 1").length()).isLessThan(64 * wide.length());
        String tooWide = "[" + deep + ("," + deep).repeat(2_000) + "]";
        assertThatThrownBy(() -> condition(tooWide + " == 1"))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining("formatted, the text would be longer than " + SyntaxLimits.FORMAT_LENGTH);
    }
}
