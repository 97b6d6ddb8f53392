package dev.remit.engine.config;

import dev.remit.engine.audit.AuditSettings;
import org.jspecify.annotations.Nullable;

/**
 * Every key of the configuration, in the order in which it is shown. A key that is not here does not exist.
 *
 * <p>Relative paths are taken from the folder in which the JVM was started.
 */
public enum ConfigKey {
    MODE(
            "mode",
            "observe",
            null,
            ValueType.choice("observe", ConfigKey.ENFORCE),
            "observe: every call goes ahead and is recorded. enforce: only what the policy permits goes ahead."),
    POLICY(
            "policy",
            "",
            "no policy",
            ValueType.path(PathCheck.FILE_OR_FOLDER, "a file of policies, or a folder of .cedar and .cedar.json files"),
            "The Cedar policies that decide."),
    POLICY_RELOAD(
            "policy.reload",
            "1",
            null,
            ValueType.integer(0, 3600),
            "How many seconds lie between two looks at the files of policy, entities and schema. A new version that can be used comes into force"
                    + " while the application runs. 0: never."),
    ENTITIES(
            "entities",
            "",
            "no entities beyond the request's own",
            ValueType.path(PathCheck.FILE, "a file in Cedar's JSON format for entities"),
            "Groups and attributes of principals, actions and resources that policies may ask about."),
    SCHEMA(
            "schema",
            "",
            "no schema",
            ValueType.path(PathCheck.FILE, "a file in Cedar's schema syntax or its JSON form"),
            "The Cedar schema that policies and entities must fit; one that does not is refused when it is loaded."),
    IDENTITY(
            "identity",
            "",
            "spiffe://localhost/ and the application's main class or jar",
            ValueType.identity(),
            "The SPIFFE ID under which the application and its AI agents act. Where a SPIFFE Workload API is asked, the ID that it must prove."),
    IDENTITY_ENDPOINT(
            "identity.endpoint",
            "",
            "SPIFFE_ENDPOINT_SOCKET, else none",
            ValueType.endpoint(),
            "The SPIFFE Workload API, such as a SPIRE agent's, that proves the identity."),
    IDENTITY_HINT(
            "identity.hint",
            "",
            "the expected identity's SVID, else the first",
            ValueType.text(1024),
            "The hint of the X.509-SVID under which the application acts, where the Workload API gives several."),
    IDENTITY_WAIT(
            "identity.wait",
            "0",
            null,
            ValueType.integer(0, 300),
            "For how many seconds, at most, the application's start waits until the Workload API has answered."),
    IDENTITY_REQUIRED(
            "identity.required",
            "off",
            null,
            ValueType.choice("on", "off"),
            "Whether everything is denied while no valid X.509-SVID attests the workload's identity."),
    CONTEXT_REQUIRED(
            "context.required",
            "off",
            null,
            ValueType.choice("on", "off"),
            "Whether tools and secrets are denied where neither an AI agent's session nor a task is known."),
    TOOLS_HIDE(
            "tools.hide",
            "on",
            null,
            ValueType.choice("on", "off"),
            "Whether, in enforce, the model is not shown the tools that the policies deny its AI agent whatever the arguments and the session."),
    DELEGATION_HOSTS(
            "delegation.hosts",
            "",
            "none",
            ValueType.hosts(),
            "Hosts to which a task is handed on: an HTTP request that is sent to one within a task carries a signed token of it, and one to any other"
                    + " host never does. It takes an identity that is attested."),
    DELEGATION_AUDIENCE(
            "delegation.audience",
            "",
            "none, and no task is taken from elsewhere",
            ValueType.hosts(),
            "The names by which others call this host. A request that carries a token for one of them is a task within the one that it was sent"
                    + " from; a token that is not valid is refused with the request."),
    ENVIRONMENT(
            "environment",
            "",
            "not said",
            ValueType.text(64),
            "Where the application runs, for policies: context.system.environment."),
    TENANT(
            "tenant",
            "",
            "not said",
            ValueType.text(64),
            "For whom the application runs, for policies: context.system.tenant."),
    TIME_ZONE(
            "time.zone",
            "UTC",
            null,
            ValueType.zone(),
            "The time zone of context.system.hour and context.system.weekday."),
    SESSION_IDLE(
            "session.idle",
            "1800",
            null,
            ValueType.integer(1, 30 * 86_400),
            "After how many seconds without a call a session is over; what it had touched and counted is forgotten."),
    SESSION_MAX(
            "session.max",
            "100000",
            null,
            ValueType.integer(1, 10_000_000),
            "How many sessions there are at once, at most."),
    SESSION_FULL(
            "session.full",
            "close-idlest",
            null,
            ValueType.choice("close-idlest", ConfigKey.REFUSE),
            "What happens to a further session. close-idlest: those in which nothing was done for the longest time are closed. refuse: what is done"
                    + " in it is denied."),
    AUDIT_DIR(
            "audit.dir",
            "./remit-audit",
            null,
            ValueType.path(PathCheck.OUTPUT, "a folder; it is made when it is missing"),
            "The folder of the journal, to which every decision is written before its action starts."),
    AUDIT_ARGUMENT_BYTES(
            "audit.argument-bytes",
            "" + AuditSettings.DEFAULT_ARGUMENTS_LIMIT,
            null,
            ValueType.integer(0, 1 << 20),
            "How many bytes of a call's arguments a record keeps. The true size and a digest are always recorded."),
    AUDIT_RING_BYTES(
            "audit.ring-bytes",
            "" + AuditSettings.DEFAULT_RING_BYTES,
            null,
            ValueType.powerOfTwo(1 << 20, 1 << 30),
            "Size of the ring file between callers and the journal writer, in bytes; 8 MiB hold about 25,000 records."),
    AUDIT_BLOCK_MS(
            "audit.block-ms",
            "0",
            null,
            ValueType.integer(0, 60_000),
            "How many milliseconds a caller waits for room when the ring is full, before the call is refused (enforce) or the loss is"
                    + " reported (observe)."),
    AUDIT_ANCHOR(
            "audit.anchor",
            "",
            "none",
            ValueType.anchor(),
            "Where the journal's signed checkpoints are kept too, so that 'audit verify --anchor' finds a journal that was cut or"
                    + " replaced: best a file that this process may only append to."),
    AUDIT_RESULTS(
            "audit.results",
            "off",
            null,
            ValueType.choice("on", "off"),
            "Whether the text of what tools gave back is kept in the journal, as much of it as of arguments. Its size and a digest always are."),
    AUDIT_REDACT(
            "audit.redact",
            "",
            "none",
            ValueType.path(PathCheck.FILE, "a file"),
            "A file of patterns that are kept out of the journal besides the secrets that the guard sees fetched: each line a name and,"
                    + " behind blanks, a regular expression of RE2's syntax. What matches stands as «name»."),
    AUDIT_KEEP_DAYS(
            "audit.keep-days",
            "",
            "for ever",
            ValueType.integer(1, 36_500),
            "After how many days a file of the journal is removed, an hour's records at once. Nothing is that the anchor has not got."),
    AUDIT_KEEP_BYTES(
            "audit.keep-bytes",
            "",
            "any size",
            ValueType.integer(64L << 20, 1L << 50),
            "How many bytes the journal's files may have before the oldest are removed. The file that is written stays."),
    SECRETS_ENV(
            "secrets.env",
            "",
            "none",
            ValueType.variables(),
            "Environment variables that are secrets: reading one is decided and recorded, its value is never."),
    SECRETS_FILES(
            "secrets.files",
            "",
            "none",
            ValueType.files(),
            "Files that are secrets: opening one is decided and recorded. A folder stands for everything below it."),
    SECRETS_KEYSTORE(
            "secrets.keystore",
            "",
            "none",
            ValueType.names("key", "payment,*-signing"),
            "Keys in key stores, by their aliases, that are secrets: getting one is decided and recorded, the key is never. Case does not matter."),
    SECRETS_PROPERTIES(
            "secrets.properties",
            "",
            "none",
            ValueType.names("property", "payment.key,*.password"),
            "System properties, and properties of Spring's Environment, that are secrets: reading one is decided and recorded, its value is never."),
    JMX(
            "jmx",
            "off",
            null,
            ValueType.choice("on", "off"),
            "Whether the counters are a bean, dev.remit:type=Counters, of the JVM's own bean server, from a second after the start on."),
    HOOKS_STRICT(
            "hooks.strict",
            "off",
            null,
            ValueType.choice("on", "off"),
            "Whether a guarded library in a version that no hook was made for is refused when it is loaded, in enforce. Where it is off, such a library is"
                    + " named at the start, and seen at its sockets only."),
    REPORT("report", "on", null, ValueType.choice("on", "off"), "Whether the start report is printed on stderr.");

    static final String ENFORCE = "enforce";
    static final String REFUSE = "refuse";
    static final String VARIABLE_PREFIX = "REMIT_";

    private final String text;
    private final String defaultText;
    private final @Nullable String whenEmpty;

    @SuppressWarnings("ImmutableEnumChecker") // it is immutable
    private final ValueType type;

    private final String what;
    private final String environmentName;

    ConfigKey(String text, String defaultText, @Nullable String whenEmpty, ValueType type, String what) {
        this.text = text;
        this.defaultText = defaultText;
        this.whenEmpty = whenEmpty;
        this.type = type;
        this.what = what;
        this.environmentName = environmentName(text);
    }

    /** The name in the properties file. */
    public String text() {
        return text;
    }

    /** The name of the environment variable that overrides the file: {@code audit.dir} is {@code REMIT_AUDIT_DIR}. */
    public String environmentName() {
        return environmentName;
    }

    /** The value of a key that is set nowhere, as it would be written in the file. */
    public String defaultText() {
        return defaultText;
    }

    /** What an empty value stands for; null for a key that must not be empty. */
    public @Nullable String whenEmpty() {
        return whenEmpty;
    }

    /** The values that are accepted, in words. */
    public String allowed() {
        return type.allowed();
    }

    /** What the key does, in a sentence or two. */
    public String what() {
        return what;
    }

    ValueType type() {
        return type;
    }

    static @Nullable ConfigKey find(String text) {
        for (ConfigKey key : values()) {
            if (key.text.equals(text)) {
                return key;
            }
        }
        return null;
    }

    static @Nullable ConfigKey findVariable(String name) {
        for (ConfigKey key : values()) {
            if (key.environmentName.equals(name)) {
                return key;
            }
        }
        return null;
    }

    private static String environmentName(String text) {
        char[] name = text.toCharArray();
        for (int i = 0; i < name.length; i++) {
            name[i] = name[i] == '.' || name[i] == '-' ? '_' : Character.toUpperCase(name[i]);
        }
        return VARIABLE_PREFIX.concat(new String(name));
    }
}
