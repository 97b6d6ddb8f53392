package dev.remit.engine.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of every key, as text and as what it was read into. Filled while sources are read over one another, then handed on and never
 * changed again.
 */
@SuppressWarnings(
        "EnumOrdinal") // EnumMap finds an enum's constants by reflection, which costs milliseconds at start on later
// JDKs
final class ConfigValues {
    private final ConfigValue[] values = new ConfigValue[ConfigKey.values().length];
    private final @Nullable Object[] parsed = new @Nullable Object[values.length];

    /** Every key at its default. */
    ConfigValues() {
        for (ConfigKey key : ConfigKey.values()) {
            set(key, key.defaultText(), ConfigValue.DEFAULT);
        }
    }

    void set(ConfigKey key, String text, String origin) {
        values[key.ordinal()] = new ConfigValue(key, text, origin);
    }

    /** Reads every text; those with a fault stay unread, and each is a problem. */
    void parse(List<String> problems) {
        for (ConfigValue value : values) {
            ConfigKey key = value.key();
            if (!value.text().isEmpty()) {
                String fault = key.type().faultIn(value.text());
                if (fault == null) {
                    setParsed(key, key.type().parse(value.text()));
                } else {
                    problems.add(ConfigProblems.badValue(value, fault));
                }
            } else if (key.whenEmpty() == null) {
                problems.add(ConfigProblems.badValue(value, "empty"));
            }
        }
    }

    void setParsed(ConfigKey key, Object value) {
        parsed[key.ordinal()] = value;
    }

    ConfigValue get(ConfigKey key) {
        return values[key.ordinal()];
    }

    /** What the text was read into; null when it is empty or has a fault. */
    @Nullable
    Object parsed(ConfigKey key) {
        return parsed[key.ordinal()];
    }

    /** In the order of {@link ConfigKey}. */
    List<ConfigValue> all() {
        return Arrays.asList(values.clone());
    }
}
