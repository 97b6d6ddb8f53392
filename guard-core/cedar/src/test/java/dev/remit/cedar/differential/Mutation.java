package dev.remit.cedar.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks texts a little: a word gone, doubled, moved, or another in its place. */
final class Mutation {
    private static final Pattern WORD = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|\\s+|::|==|!=|<=|>=|&&|\\|\\||.", Pattern.DOTALL);

    /** Separated by two spaces. */
    static final List<String> POLICY_WORDS =
            words("""
            permit  forbid  principal  action  resource  context  when  unless  if  then  else  in  has  like  is  true  false  \
            __cedar  __cedar::X  __x  A  A::B  Action::"a"  a::Action::"b"  B::"a"  ?principal  ?resource  == ?principal  \
            in ?resource  is A in ?resource  ?x  ?  (  )  [  ]  {  }  ,  ;  :  ::  .  =  ==  !=  <  >  <=  >=  &&  ||  &  |  \
            +  -  *  /  %  !  !!!!  !!!!!  ----  -----  @  @a  @a("b")  @if  #  0  1  007  1.5  1e3  0x1f  \
            9223372036854775807  9223372036854775808  -9223372036854775808  -9223372036854775809  18446744073709551615  \
            18446744073709551616  ""  "a"  "*"  "\\*"  "\\\\*"  "\\q"  "\\x7f"  "\\x80"  "\\x2a"  "\\xA"  "\\u{d7ff}"  \
            "\\u{d800}"  "\\u{10ffff}"  "\\u{110000}"  "\\u{1_0}"  "\\u{_1}"  "\\u{1__}"  "\\u{0000041}"  "\\u{}"  "\\u{ 1}"  \
            "\\u0041"  "\\'"  'a'  "\\\n"  "a\nb"  "a\rb"  "\r\n"  "\t\0"  "  \\  // c\n  //  /* c */  \r  \t  \013  \f  \
            \0  é  😀  ip  decimal  ip("::1")  isIpv4  .isIpv4()  .isIpv4  .contains(1)  .contains()  .containsAll(1, 2)  \
            .isEmpty()  .hasTag()  .getTag("a")  .foo()  .toDate()  .toDate(1)  .lessThan  like "*"  has a  has "a b"  \
            has a.b  has a."b"  has a.if  has if  has (a)  has principal  has a["b"]  is A  is A::B  is A in B::"a"  is "A"  \
            is (A)  in []  ["a"]  [1]  [a]  .if  .principal  .a  {if: 1}  {principal: 1}  {"a": 1}  {a: 1, a: 2}  {a: 1,}  \
            {,}  [,]  [1,]  (1,)  ()  {1: 2}  {(a): 1}  {a.b: 1}  {A::B: 1}  when { }  when { true }  where { true }  \
            unless { false }  principal: A  A::{a: 1}  advice  true()  principal()  \
            """, "\u0085", "\u00a0", "\u1680", "\u180e", "\u200b", "\u2028", "\u202f", "\u3000", "\ufeff");

    /** Separated by two spaces. */
    static final List<String> JSON_WORDS = words("""
            {  }  [  ]  ,  :  null  true  false  0  -0  -1  1.0  1.5  1e3  1E400  01  +1  -  .5  9223372036854775807  \
            9223372036854775808  -9223372036854775808  -9223372036854775809  1e18  ""  "a"  "__entity"  "__extn"  "__expr"  \
            "type"  "id"  "fn"  "arg"  "args"  "uid"  "attrs"  "parents"  "tags"  "User"  "User::"  "a b"  "if"  "__cedar"  \
            "__cedar::A"  "A::B"  "A ::B"  "::A"  "1a"  "é"  "decimal"  "ip"  "foo"  "isIpv4"  "offset"  "\\ud800"  \
            "\\udc00\\ud800"  "\\ud83d\\ude00"  "\\u0000"  "\\x"  "a\nb"  "\t"  'a'  NaN  Infinity  // c\n  /* */  \0  {}  []  \
            {"type": "A", "id": "b"}  {"__entity": {"type": "A", "id": "b"}}  "A::\\"b\\""  {"fn": "decimal", "arg": "1.0"}  \
            {"__extn": {"fn": "decimal", "arg": "1.0"}}  {"__extn": {"fn": "decimal", "arg": "1"}}  {"__expr": "1"}  {"a": 1}  \
            {"__extn": {"fn": "decimal", "args": ["1.0"]}}  {"__extn": {"fn": "ip", "arg": 1}}  [1, "a"]  \
            {"__extn": {"fn": "offset", "args": [{"__extn": {"fn": "datetime", "arg": "2024-01-01"}}, "1d"]}}  \
            """, "\ufeff", "\u00a0", " ");

    static final List<String> SCHEMA_WORDS = List.of(
            "entity",
            "action",
            "type",
            "namespace",
            "in",
            "enum",
            "tags",
            "appliesTo",
            "principal",
            "resource",
            "context",
            "attributes",
            "attributes {}",
            "Set",
            "Set<Long>",
            "Set<",
            "Long",
            "Bool",
            "Boolean",
            "String",
            "Record",
            "Entity",
            "Extension",
            "decimal",
            "ipaddr",
            "datetime",
            "duration",
            "__cedar",
            "__cedar::Long",
            "__cedar::ipaddr",
            "A",
            "B",
            "C",
            "T",
            "X",
            "X::A",
            "Action",
            "Action::\"a\"",
            "X::Action::\"a\"",
            "\"a\"",
            "\"Action\"",
            "\"\"",
            "if",
            "true",
            "has",
            "like",
            "[A]",
            "[A,]",
            "[]",
            "[\"a\"]",
            "{}",
            "{a: Long}",
            "{a?: Long,}",
            "{\"a b\"?: Long}",
            "{if: Long}",
            "{\"if\": Long}",
            "entity A;",
            "entity A in A;",
            "entity A enum [\"a\"];",
            "type A = Long;",
            "type T = T;",
            "action a;",
            "action a in b;",
            "namespace X { entity A; }",
            "namespace X {",
            "@a",
            "@a(\"b\")",
            "@if(\"\")",
            "@a @a",
            ",",
            ";",
            ":",
            "::",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            "=",
            "==",
            "?",
            "@",
            "(",
            ")",
            ".",
            "?a",
            "1",
            "'a'",
            "\"\\q\"",
            "\"\\x7f\"",
            "\"\\u{e9}\"",
            "\"a\nb\"",
            "\"",
            "// c\n",
            "// c",
            "/* c */",
            "\u00a0",
            "\ufeff",
            "é");

    static final List<String> SCHEMA_JSON_WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "false",
            "1",
            "1.5",
            "\"\"",
            "\"a b\"",
            "\"if\"",
            "\"A\"",
            "\"B\"",
            "\"A::B\"",
            "\"A ::B\"",
            "\"__cedar\"",
            "\"__cedar::Long\"",
            "\"Action\"",
            "\"commonTypes\"",
            "\"entityTypes\"",
            "\"actions\"",
            "\"annotations\"",
            "\"memberOf\"",
            "\"memberOfTypes\"",
            "\"enum\"",
            "\"shape\"",
            "\"tags\"",
            "\"appliesTo\"",
            "\"principalTypes\"",
            "\"resourceTypes\"",
            "\"context\"",
            "\"id\"",
            "\"type\"",
            "\"name\"",
            "\"element\"",
            "\"attributes\"",
            "\"additionalAttributes\"",
            "\"required\"",
            "\"Set\"",
            "\"Record\"",
            "\"Entity\"",
            "\"EntityOrCommon\"",
            "\"Extension\"",
            "\"Long\"",
            "\"Boolean\"",
            "\"Bool\"",
            "\"String\"",
            "\"decimal\"",
            "\"ipaddr\"",
            "{}",
            "[]",
            "[\"a\"]",
            "[\"A\"]",
            "{\"a\": null}",
            "{\"a\": \"b\"}",
            "{\"A\": {}}",
            "{\"id\": \"a\"}",
            "{\"type\": \"Long\"}",
            "{\"type\": \"A\"}",
            "{\"type\": \"Set\", \"element\": {\"type\": \"Long\"}}",
            "{\"type\": \"Record\", \"attributes\": {}}",
            "{\"type\": \"Record\", \"attributes\": {}, \"additionalAttributes\": true}",
            "{\"type\": \"Entity\", \"name\": \"A\"}",
            "{\"type\": \"EntityOrCommon\", \"name\": \"Long\"}",
            "{\"type\": \"Extension\", \"name\": \"ipaddr\"}",
            "\"attributes\": {},",
            "\"annotations\": {},",
            "\"annotations\": {\"a\": null},",
            "\"required\": false,",
            "\"memberOf\": null,",
            "\"appliesTo\": null,",
            "\"enum\": [\"a\"],",
            "\"tags\": {\"type\": \"Long\"},");

    private Mutation() {}

    private static List<String> words(String block, String... others) {
        List<String> words = new ArrayList<>(List.of(others));
        words.addAll(List.of(block.strip().split("  ")));
        return words;
    }

    /** The words of a text, one to three of them changed. */
    static Term of(String text, List<String> words, Dice dice) {
        List<Term> parts = words(text);
        for (int i = dice.pick(List.of(1, 1, 1, 2, 3)); i > 0 && !parts.isEmpty(); i--) {
            change(parts, words, dice);
        }
        return Term.list("", "", "", parts);
    }

    /** The words of a text as they are. */
    static List<Term> words(String text) {
        List<Term> parts = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            parts.add(Term.leaf(matcher.group()));
        }
        return parts;
    }

    private static void change(List<Term> parts, List<String> words, Dice dice) {
        int at = dice.below(parts.size());
        switch (dice.below(8)) {
            case 0, 1 -> parts.remove(at);
            case 2 -> parts.add(at, parts.get(at));
            case 3 -> parts.add(dice.below(parts.size()), parts.remove(at));
            case 4 -> parts.set(at, dice.pick(parts));
            case 5, 6 -> parts.set(at, Term.leaf(dice.pick(words)));
            default -> parts.add(at, Term.leaf(' ' + dice.pick(words) + ' '));
        }
    }
}
