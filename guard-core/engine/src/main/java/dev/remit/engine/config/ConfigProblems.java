package dev.remit.engine.config;

import dev.remit.cedar.parse.NearestName;
import java.util.ArrayList;
import java.util.List;

/** Puts what is wrong with a configuration into words, a line for each problem. Not loaded while nothing is wrong. */
final class ConfigProblems {
    private static final int MAX_SHOWN = 200;

    private ConfigProblems() {}

    static String at(String where, String problem) {
        return oneLine(where) + ": " + problem;
    }

    static String badValue(ConfigValue value, String why) {
        return at(
                value.origin(),
                value.key().text() + "=" + oneLine(value.text()) + ": " + oneLine(why) + " (allowed: "
                        + value.key().allowed() + ")");
    }

    static String unknownKey(String where, String name) {
        return at(where, "unknown key '" + oneLine(name) + "'; the nearest is '" + nearestKey(name) + "'");
    }

    static String setTwice(String where, String key, String first) {
        return at(where, oneLine(key) + " is set twice, first at " + first + "; keep one");
    }

    static String unknownVariable(String name) {
        ConfigKey nearest = nearestVariable(name);
        return at(
                ConfigValue.environment(name),
                "no key is overridden by this variable; the nearest is " + nearest.environmentName() + " ("
                        + nearest.text() + "). Rename or unset it: names that start with REMIT_ are Remit's own");
    }

    private static String nearestKey(String typed) {
        List<String> names = new ArrayList<>();
        for (ConfigKey key : ConfigKey.values()) {
            names.add(key.text());
        }
        for (NamedKey key : NamedKey.values()) {
            names.add(key.text());
        }
        return names.get(NearestName.indexOf(typed, names));
    }

    private static ConfigKey nearestVariable(String typed) {
        List<ConfigKey> keys = List.of(ConfigKey.values());
        List<String> names = new ArrayList<>();
        for (ConfigKey key : keys) {
            names.add(key.environmentName());
        }
        return keys.get(NearestName.indexOf(typed, names));
    }

    /** What people typed may hold anything; an error stays one line of visible characters. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i == MAX_SHOWN) {
                return line.append('…').toString();
            }
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '\uFFFD' : c);
        }
        return line.toString();
    }
}
