package dev.remit.engine.config;

import dev.remit.engine.identity.AgentRule;
import dev.remit.engine.session.TaskBinding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: defaults, then the properties file, then the environment, the later winning. Thread-safe: it has no state.
 */
public final class ConfigLoader {
    /** Build and tests are steered by these; no key is ever called {@code test.…}. */
    private static final String NOT_OURS = "REMIT_TEST_";

    /** As the SPIFFE Workload Endpoint specification names it. */
    private static final String WORKLOAD_API = "SPIFFE_ENDPOINT_SOCKET";

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
        List<String> problems = new ArrayList<>();
        ConfigValues values = new ConfigValues();
        NamedValues named = new NamedValues();
        if (file != null) {
            readFile(file.toFile(), values, named, problems);
        }
        readEnvironment(environment, values, problems);
        String endpoint = environment.get(WORKLOAD_API);
        if (endpoint != null
                && !endpoint.isBlank()
                && values.get(ConfigKey.IDENTITY_ENDPOINT).isDefault()) {
            values.set(ConfigKey.IDENTITY_ENDPOINT, endpoint.trim(), ConfigValue.environment(WORKLOAD_API));
        }
        values.parse(problems);
        if (values.get(ConfigKey.IDENTITY).text().isEmpty()) {
            String derived = "spiffe://localhost/".concat(ApplicationName.of(javaCommand));
            values.setParsed(ConfigKey.IDENTITY, SpiffeId.parse(derived));
        }
        ConfigRules.check(values, problems);
        List<TaskBinding> tasks = List.of();
        List<ToolBinding> tools = List.of();
        List<AgentRule> agents = List.of();
        if (!named.isEmpty()) {
            tasks = named.tasks(problems);
            tools = named.tools(problems);
            if (values.parsed(ConfigKey.IDENTITY) instanceof SpiffeId identity) {
                agents = named.agents(identity, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw ConfigException.of(problems);
        }
        return new RemitConfig(values, named.all(), tasks, tools, agents);
    }

    private static void readFile(File file, ConfigValues values, NamedValues named, List<String> problems) {
        if (file.isDirectory()) {
            problems.add(ConfigProblems.at(file.getPath(), "this is a folder; name the properties file itself"));
            return;
        }
        if (!file.exists()) {
            problems.add(
                    ConfigProblems.at(file.getPath(), "there is no such file; check the path of the properties file"));
            return;
        }
        try (PropertiesFile entries = new PropertiesFile(file)) {
            while (readEntry(entries, values, named, problems)) {}
        } catch (CharacterCodingException e) {
            problems.add(ConfigProblems.at(file.getPath(), "not a text file in UTF-8"));
        } catch (IOException e) {
            problems.add(ConfigProblems.at(
                    file.getPath(), "cannot be read (" + e.getMessage() + "); check its permissions"));
        }
    }

    private static boolean readEntry(
            PropertiesFile entries, ConfigValues values, NamedValues named, List<String> problems) throws IOException {
        try {
            if (!entries.next()) {
                return false;
            }
        } catch (IllegalArgumentException e) {
            problems.add(ConfigProblems.at(entries.place(), String.valueOf(e.getMessage())));
            return true;
        }
        ConfigKey key = ConfigKey.find(entries.key());
        NamedKey kind = key == null ? NamedKey.find(entries.key()) : null;
        if (kind != null) {
            readNamed(kind, entries, named, problems);
        } else if (key == null) {
            problems.add(ConfigProblems.unknownKey(entries.place(), entries.key()));
        } else if (!values.get(key).isDefault()) {
            problems.add(ConfigProblems.setTwice(
                    entries.place(), key.text(), values.get(key).origin()));
        } else {
            values.set(key, entries.value(), entries.place());
        }
        return true;
    }

    private static void readNamed(NamedKey kind, PropertiesFile entries, NamedValues named, List<String> problems) {
        String name = String.valueOf(kind.nameIn(entries.key()));
        NamedValue first = named.add(new NamedValue(kind, name, entries.value(), entries.place()));
        if (first != null) {
            problems.add(ConfigProblems.setTwice(entries.place(), first.keyText(), first.origin()));
        }
    }

    private static void readEnvironment(Map<String, String> environment, ConfigValues values, List<String> problems) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(ConfigKey.VARIABLE_PREFIX) && !name.startsWith(NOT_OURS)) {
                ConfigKey key = ConfigKey.findVariable(name);
                if (key == null) {
                    problems.add(ConfigProblems.unknownVariable(name));
                } else {
                    values.set(key, variable.getValue().trim(), ConfigValue.environment(name));
                }
            }
        }
    }
}
