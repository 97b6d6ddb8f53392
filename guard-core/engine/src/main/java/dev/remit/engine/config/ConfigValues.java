package dev.remit.engine.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The value of every key, while sources are still being read over one another. Not thread-safe; filled before it is handed on. */
final class ConfigValues {
    private final Map<ConfigKey, ConfigValue> values = new EnumMap<>(ConfigKey.class);

    /** Every key at its default. */
    ConfigValues() {
        for (ConfigKey key : ConfigKey.values()) {
            set(key, key.defaultText(), ConfigValue.DEFAULT);
        }
    }

    void set(ConfigKey key, String text, String origin) {
        values.put(key, new ConfigValue(key, text, origin));
    }

    ConfigValue get(ConfigKey key) {
        return Objects.requireNonNull(values.get(key));
    }

    List<ConfigValue> all() {
        return List.copyOf(values.values());
    }
}
