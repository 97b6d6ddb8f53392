package dev.remit.cedar.differential;

import java.util.ArrayList;
import java.util.List;

/** Texts that are hard to get right, and how policies and JSON write them. */
final class Texts {
    static final List<String> STRINGS = list("""
            |a|b|ab|aab|a*b|*|\\|"|'|é|e\u0301|😀|a😀b|\0|a\0b|\n|\t\r|İ|ß|𝔸|A|?principal|$|\
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|10.0.0.1|1.0\
            """, "\u200d", "\uffff", "\ufeff", "\u2028");

    static final List<String> NAMES = list("""
            a|b|c|d|age|name|owner|n|like|if|true|odd key||ключ|_x|type|id|principal|😀|a.b|Set|__extn_\
            """);

    static final List<String> IDS = list("""
            a|b|c|alice|bob|x1|x2|x3|x4||é|e\u0301|😀|\0|a"b|\\|*|a b|User::"a"|\n\
            """);

    static final List<String> DECIMALS = list("""
            0.0|1.0|-1.0|1.2345|1.23|0.0001|-0.0001|-0.0|00.10|12.3|922337203685477.5807|-922337203685477.5808|\
            922337203685477.5806|-922337203685477.5807|-0.5|000000000000000000001.5\
            """);

    static final List<String> NO_DECIMALS = list("""
            |1|1.|.1|-.1|1.23456|1.00000|922337203685477.5808|-922337203685477.5809|1e5| 1.0|1.0 |+1.0|0x1.0|１.０|\
            1.0.0|--1.0|-|.|9999999999999999999.0|1.0\0|1_0.0|1,0\
            """);

    static final List<String> IPS = list("""
            127.0.0.1|127.0.0.0/8|127.0.0.0/7|10.0.0.0/8|10.1.2.3|10.1.2.3/32|10.1.2.3/8|0.0.0.0/0|\
            255.255.255.255|224.0.0.0/4|224.0.0.0/3|239.255.255.255|::1|::|::/0|::1/128|::1/127|ff00::/8|\
            ff00::/7|ff02::1|fe80::1/64|2001:db8::/32|2001:DB8::1|1:2:3:4:5:6:7:8|::2:3:4:5:6:7:8|\
            1:2:3:4:5:6:7::|1::8|0:0:0:0:0:0:0:1|0001::1|1:2:3::6:7:8|::ffff:7f00:1\
            """);

    static final List<String> NO_IPS = list("""
            |1.2.3|1.2.3.4.5|256.1.1.1|01.2.3.4|1.2.3.4/33|1.2.3.4/024|1.2.3.4/|1.2.3.4/-1|1.2.3.4/+8|\
            1.2.3.4/8/8|/8|::1/129|1::2::3|12345::|::g|:::|1:2:3:4:5:6:7:8:9|1:2:3:4:5:6:7|::ffff:1.2.3.4|\
            ::1.2.3.4|1:2:3:4:5:6:1.2.3.4|fe80::1%eth0| 1.2.3.4|1.2.3.4 |１.2.3.4|1..2.3|:1|1:|localhost|\
            1:2:3:4:5:6:7:8::|::1:2:3:4:5:6:7:8|[::1]|1.2.3.4/0x8|1:2:3:4::5:6:7:8\
            """);

    static final List<String> DATETIMES = list("""
            1970-01-01|1969-12-31|2024-02-29|2000-02-29|0000-01-01|0001-01-01|9999-12-31|2024-10-15T11:35:00Z|\
            2024-10-15T11:35:00.000Z|2024-10-15T11:35:00.001Z|2024-10-15T11:35:00+0530|\
            2024-10-15T11:35:00.500-2359|2024-10-15T00:00:00+2359|1970-01-01T00:00:00-0001|\
            9999-12-31T23:59:59.999-2359|0000-01-01T00:00:00+2359|2024-12-31T23:59:59Z|1969-12-31T23:59:59.999Z\
            """);

    static final List<String> NO_DATETIMES = list("""
            |1970|1970-1-1|1970-13-01|1970-00-01|1970-01-00|1970-01-32|2023-02-29|1900-02-29|2024-04-31|\
            2024-10-15T24:00:00Z|2024-10-15T23:60:00Z|2024-10-15T23:59:60Z|2024-10-15T11:35Z|2024-10-15T11:35:00|\
            2024-10-15T11:35:00+05:30|2024-10-15T11:35:00+2400|2024-10-15T11:35:00+0060|2024-10-15t11:35:00Z|\
            2024-10-15T11:35:00z|2024-10-15 11:35:00Z|2024-10-15T11:35:00.1Z|2024-10-15T11:35:00.1234Z|\
            2024-10-15T11:35:00.000|+2024-10-15|-001-01-01|10000-01-01|2024-10-15Z|2024-10-15T11:35:00Z |\
            2024-10-15T|２024-10-15|2024/10/15|2024-10-15T11:35:00.000+053\
            """);

    static final List<String> DURATIONS = list("""
            0ms|1ms|-1ms|1s|1m|1h|1d|1d2h3m4s5ms|-1d2h3m4s5ms|1h30m|90m|1m1ms|0d|-0s|00001d|\
            9223372036854775807ms|-9223372036854775808ms|106751991167d7h12m55s807ms|-106751991167d7h12m55s808ms|\
            86400000ms|24h|1440m\
            """);

    static final List<String> NO_DURATIONS = list("""
            |-|1|d|1w|1.5h|+1h|--1h|1h1d|5ms4s|1d1d|1ms1m| 1h|1h |1H|9223372036854775808ms|\
            -9223372036854775809ms|106751991167d7h12m55s808ms|106751991168d|-106751991167d7h12m55s809ms|\
            9223372036854775808d|1h-1m|１h|1d2|99999999999999999999ms|1m s\
            """);

    private Texts() {}

    private static List<String> list(String separatedByBars, String... others) {
        List<String> list = new ArrayList<>(List.of(others));
        list.addAll(List.of(separatedByBars.split("\\|", -1)));
        return list;
    }

    /** As a string of a policy, some characters escaped without need. */
    static String quoted(String text, Dice dice) {
        return cedar(text, dice, false);
    }

    /** As a pattern of {@code like}: most stars are wildcards, others escaped. */
    static String pattern(String text, Dice dice) {
        return cedar(text, dice, true);
    }

    private static String cedar(String text, Dice dice, boolean pattern) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\' || dice.chance(0.02)) {
                out.append(c == '"' && dice.chance(0.5) ? "\\\"" : escaped(c, dice));
            } else if (c == '*' && pattern) {
                out.append(dice.chance(0.6) ? "*" : "\\*");
            } else if (c == '\n' && dice.chance(0.8)) {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == 0 && dice.chance(0.8)) {
                out.append("\\0");
            } else if (c == '\'' && dice.chance(0.3)) {
                out.append("\\'");
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    private static String escaped(int c, Dice dice) {
        if (c == '\\' && dice.chance(0.7)) {
            return "\\\\";
        }
        if (c >= ' ' && c < 0x7f && dice.chance(0.5)) {
            return String.format("\\x%02x", c);
        }
        return String.format(dice.chance(0.5) ? "\\u{%x}" : "\\u{%06X}", c);
    }

    /** As a string of JSON, some characters escaped without need. */
    static String json(String text, Dice dice) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || (!Character.isSurrogate(c) && dice.chance(0.02))) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** With one character gone, doubled or another. */
    static String changed(String text, String others, Dice dice) {
        if (text.isEmpty()) {
            return others.substring(0, 1);
        }
        int at = dice.below(text.length());
        int kept = dice.below(3);
        String put = kept == 0 ? "" : kept == 1 ? text.substring(at, at + 1).repeat(2) : dice.pick(others.split(""));
        return text.substring(0, at) + put + text.substring(at + 1);
    }

    /** Whether an attribute of that name may stand behind a dot. */
    static boolean isIdentifier(String name) {
        return name.matches("[_a-zA-Z][_a-zA-Z0-9]*")
                && !List.of("true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar")
                        .contains(name);
    }
}
