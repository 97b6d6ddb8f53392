package dev.remit.engine.config;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.identity.AgentRule;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.identity.WorkloadEndpoint;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.TaskBinding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as it is in effect: complete, checked, immutable, passed to whoever needs it. What each value means is in {@link ConfigKey}.
 */
public final class RemitConfig {
    private final ConfigValues values;
    private final List<NamedValue> named;
    private final List<TaskBinding> tasks;
    private final List<ToolBinding> tools;
    private final List<AgentRule> agents;

    RemitConfig(
            ConfigValues values,
            List<NamedValue> named,
            List<TaskBinding> tasks,
            List<ToolBinding> tools,
            List<AgentRule> agents) {
        this.values = values;
        this.named = named;
        this.tasks = List.copyOf(tasks);
        this.tools = List.copyOf(tools);
        this.agents = List.copyOf(agents);
    }

    /** What a decision does to the call it was made for. Never changes while the JVM runs. */
    public Mode mode() {
        return required(ConfigKey.MODE, String.class).equals(ConfigKey.ENFORCE) ? Mode.ENFORCE : Mode.OBSERVE;
    }

    /** A file of policies or a folder, absolute; null for none, which only {@link Mode#OBSERVE} allows. */
    public @Nullable Path policy() {
        return (Path) values.parsed(ConfigKey.POLICY);
    }

    /** Time between two looks at the policy files, in seconds, from 0, for none at all, to 3600. */
    public int policyReloadSeconds() {
        return integer(ConfigKey.POLICY_RELOAD);
    }

    /** A file in Cedar's JSON format for entities, absolute; null for none. */
    public @Nullable Path entities() {
        return (Path) values.parsed(ConfigKey.ENTITIES);
    }

    /** A file in Cedar's schema syntax or its JSON form, absolute; null for none. */
    public @Nullable Path schema() {
        return (Path) values.parsed(ConfigKey.SCHEMA);
    }

    /** Who acts: the SPIFFE ID of the workload and of the AI agent in it. */
    public SpiffeId identity() {
        return required(ConfigKey.IDENTITY, SpiffeId.class);
    }

    /** Where the identity comes from. */
    public IdentitySettings identitySettings() {
        Object endpoint = values.parsed(ConfigKey.IDENTITY_ENDPOINT);
        return new IdentitySettings(
                endpoint instanceof WorkloadEndpoint address ? address : null,
                identity(),
                !value(ConfigKey.IDENTITY).isDefault(),
                value(ConfigKey.IDENTITY_HINT).text());
    }

    /** How long the application's start waits for the Workload API, in milliseconds, from 0 to 300,000. */
    public long identityWaitMs() {
        return integer(ConfigKey.IDENTITY_WAIT) * 1000L;
    }

    /** Whether everything is denied while nothing attests the identity. */
    public boolean identityRequired() {
        return required(ConfigKey.IDENTITY_REQUIRED, String.class).equals("on");
    }

    /** Whether tools and secrets are denied where no session and no task is known. */
    public boolean contextRequired() {
        return required(ConfigKey.CONTEXT_REQUIRED, String.class).equals("on");
    }

    /** Whether models are not shown the tools that are denied in any case. */
    public boolean toolsHide() {
        return required(ConfigKey.TOOLS_HIDE, String.class).equals("on");
    }

    /** The hosts, as {@code name:port}, to which tasks are handed on. */
    public NamePatterns delegationHosts() {
        Object patterns = values.parsed(ConfigKey.DELEGATION_HOSTS);
        return patterns == null ? NamePatterns.NONE : (NamePatterns) patterns;
    }

    /** The names of this host, as {@code name:port}. */
    public NamePatterns delegationAudience() {
        Object patterns = values.parsed(ConfigKey.DELEGATION_AUDIENCE);
        return patterns == null ? NamePatterns.NONE : (NamePatterns) patterns;
    }

    /** Where the application runs; null where it is not said. */
    public @Nullable String environment() {
        return (String) values.parsed(ConfigKey.ENVIRONMENT);
    }

    /** For whom the application runs; null where it is not said. */
    public @Nullable String tenant() {
        return (String) values.parsed(ConfigKey.TENANT);
    }

    /** The id of the time zone in which policies ask for hour and weekday. */
    public String zone() {
        return required(ConfigKey.TIME_ZONE, String.class);
    }

    /** How many sessions there are at once, and for how long. */
    public SessionLimits sessionLimits() {
        return new SessionLimits(
                integer(ConfigKey.SESSION_MAX),
                integer(ConfigKey.SESSION_IDLE) * 1000L,
                required(ConfigKey.SESSION_FULL, String.class).equals(ConfigKey.REFUSE)
                        ? SessionLimits.WhenFull.REFUSE
                        : SessionLimits.WhenFull.CLOSE_IDLEST);
    }

    /** What makes a task of a method or an AI agent's run. */
    public List<TaskBinding> tasks() {
        return tasks;
    }

    /** What makes a tool of a method. */
    public List<ToolBinding> tools() {
        return tools;
    }

    /** As whom AI agents act that do not act as the workload. */
    public List<AgentRule> agents() {
        return agents;
    }

    /** The journal's folder, absolute; not there yet, perhaps. */
    public Path auditDir() {
        return required(ConfigKey.AUDIT_DIR, Path.class);
    }

    /** How many bytes of a call's arguments a record keeps, from 0 to 1 MiB. */
    public int auditArgumentBytes() {
        return integer(ConfigKey.AUDIT_ARGUMENT_BYTES);
    }

    /** Size of the ring file in bytes, a power of two from 1 MiB to 1 GiB. */
    public int auditRingBytes() {
        return integer(ConfigKey.AUDIT_RING_BYTES);
    }

    /** How long a caller waits for room in the ring, in milliseconds, from 0 to 60,000. */
    public int auditBlockMs() {
        return integer(ConfigKey.AUDIT_BLOCK_MS);
    }

    /** What keeps the journal's checkpoints, too: an absolute {@link Path}, a {@link java.net.URI} of scheme https, or null for none. */
    public @Nullable Object auditAnchor() {
        return values.parsed(ConfigKey.AUDIT_ANCHOR);
    }

    /** Whether the text of what tools gave back is kept. */
    public boolean auditResults() {
        return required(ConfigKey.AUDIT_RESULTS, String.class).equals("on");
    }

    /** A file of patterns that are kept out of the journal, absolute; null for none. */
    public @Nullable Path auditRedact() {
        return (Path) values.parsed(ConfigKey.AUDIT_REDACT);
    }

    /** After how many days a file of the journal is removed, from 1 to 36,500; 0 for never. */
    public int auditKeepDays() {
        Object days = values.parsed(ConfigKey.AUDIT_KEEP_DAYS);
        return days == null ? 0 : integer(ConfigKey.AUDIT_KEEP_DAYS);
    }

    /** How many bytes the journal's files may have, from 64 MiB to 1 PiB; 0 for any number. */
    public long auditKeepBytes() {
        Object bytes = values.parsed(ConfigKey.AUDIT_KEEP_BYTES);
        return bytes == null ? 0 : (Long) bytes;
    }

    /** The environment variables that are secrets. */
    public NamePatterns secretsEnv() {
        Object patterns = values.parsed(ConfigKey.SECRETS_ENV);
        return patterns == null ? NamePatterns.NONE : (NamePatterns) patterns;
    }

    /** The files that are secrets. */
    public PathPatterns secretsFiles() {
        Object patterns = values.parsed(ConfigKey.SECRETS_FILES);
        return patterns == null ? PathPatterns.NONE : (PathPatterns) patterns;
    }

    /** The aliases of keys that are secrets, in lower case. */
    public NamePatterns secretsKeystore() {
        Object patterns = values.parsed(ConfigKey.SECRETS_KEYSTORE);
        return patterns == null ? NamePatterns.NONE : ((NamePatterns) patterns).inLowerCase();
    }

    /** The properties that are secrets. */
    public NamePatterns secretsProperties() {
        Object patterns = values.parsed(ConfigKey.SECRETS_PROPERTIES);
        return patterns == null ? NamePatterns.NONE : (NamePatterns) patterns;
    }

    /** Whether the counters are a bean of the JVM's. */
    public boolean jmx() {
        return required(ConfigKey.JMX, String.class).equals("on");
    }

    /** Whether a guarded library in an unknown version is refused when it is loaded. */
    public boolean hooksStrict() {
        return required(ConfigKey.HOOKS_STRICT, String.class).equals("on");
    }

    /** Whether the start report is printed. */
    public boolean report() {
        return required(ConfigKey.REPORT, String.class).equals("on");
    }

    /** A key's value as it was written, and where. */
    public ConfigValue value(ConfigKey key) {
        return values.get(key);
    }

    /** Every key with its value and origin, in the order of {@link ConfigKey}. */
    public List<ConfigValue> values() {
        return values.all();
    }

    /** The keys with a name of the operator's own in them, as they stand in the file. */
    public List<NamedValue> namedValues() {
        return named;
    }

    /**
     * SHA-256 over {@code key=value} lines in the order of {@link ConfigKey}, then of those with a name in them in the order
     * of their keys, each ended by a line feed, in UTF-8; in lower-case hexadecimal. Values
     * are as they were written; the identity is the derived one where none was. Made
     * anew at each call, because a security provider takes milliseconds to load: not before the application's {@code main}.
     */
    public String hash() {
        StringBuilder text = new StringBuilder(1024);
        for (ConfigValue value : values.all()) {
            String effective = value.key() == ConfigKey.IDENTITY ? identity().toString() : value.text();
            text.append(value.key().text()).append('=').append(effective).append('\n');
        }
        List<String> own = new ArrayList<>();
        for (NamedValue value : named) {
            own.add(value.keyText() + '=' + value.text() + '\n');
        }
        Collections.sort(own);
        for (String line : own) {
            text.append(line);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private int integer(ConfigKey key) {
        return required(key, Long.class).intValue();
    }

    private <T> T required(ConfigKey key, Class<T> type) {
        return type.cast(Objects.requireNonNull(values.parsed(key), key.text()));
    }
}
