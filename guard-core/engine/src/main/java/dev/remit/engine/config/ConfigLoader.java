package dev.remit.engine.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: defaults, then the properties file, then the environment, the later winning. Thread-safe: it has no state.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Loads for the application that runs in this JVM.
     *
     * @param file the properties file; null for none
     * @param environment usually {@link System#getenv()}
     * @throws ConfigException with every problem there is: the file can't be read, an unknown or doubled key, a value that is not allowed,
     *     keys that contradict each other, a variable {@code REMIT_…} that overrides nothing
     */
    public static RemitConfig load(@Nullable Path file, Map<String, String> environment) {
        return load(file, environment, System.getProperty("sun.java.command"));
    }

    static RemitConfig load(@Nullable Path file, Map<String, String> environment, @Nullable String javaCommand) {
        ConfigProblems problems = new ConfigProblems();
        ConfigValues values = new ConfigValues();
        if (file != null) {
            readFile(file, values, problems);
        }
        EnvironmentOverrides.readInto(values, environment, problems);
        Map<ConfigKey, Object> parsed = parse(values, problems);
        if (values.get(ConfigKey.IDENTITY).text().isEmpty()) {
            parsed.put(ConfigKey.IDENTITY, derivedIdentity(javaCommand));
        }
        ConfigRules.check(values, parsed, problems);
        problems.throwIfAny();
        return new RemitConfig(values, parsed);
    }

    private static SpiffeId derivedIdentity(@Nullable String javaCommand) {
        return SpiffeId.parse("spiffe://localhost/".concat(ApplicationName.of(javaCommand)));
    }

    private static void readFile(Path path, ConfigValues values, ConfigProblems problems) {
        PropertiesFile file = new PropertiesFile(path.toFile(), problems);
        file.readInto(new PropertiesFile.Sink() {
            @Override
            public void entry(String name, String text, int line) {
                String place = file.place(line);
                ConfigKey key = ConfigKey.find(name);
                if (key == null) {
                    problems.add(
                            place,
                            "unknown key '" + ConfigProblems.oneLine(name) + "'; the nearest is '"
                                    + NearestName.ofKey(name).text() + "'");
                } else if (!values.get(key).isDefault()) {
                    problems.add(
                            place,
                            key.text() + " is set twice, first at "
                                    + values.get(key).origin() + "; keep one");
                } else {
                    values.set(key, text, place);
                }
            }
        });
    }

    /** A value that is empty, or can't be read and is a problem, is absent. */
    private static Map<ConfigKey, Object> parse(ConfigValues values, ConfigProblems problems) {
        Map<ConfigKey, Object> parsed = new EnumMap<>(ConfigKey.class);
        for (ConfigValue value : values.all()) {
            ConfigKey key = value.key();
            try {
                if (!value.text().isEmpty()) {
                    parsed.put(key, key.type().parse(value.text()));
                } else if (key.whenEmpty() == null) {
                    problems.badValue(value, "empty");
                }
            } catch (ValueType.BadValue e) {
                problems.badValue(value, e.why());
            }
        }
        return parsed;
    }
}
