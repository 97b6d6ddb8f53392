package dev.remit.javaagent.premain;

import dev.remit.engine.audit.Mode;
import dev.remit.engine.config.ConfigKey;
import dev.remit.engine.config.RemitConfig;
import dev.remit.engine.policy.LoadedPolicy;
import dev.remit.engine.session.TaskBinding;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Sunk;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** What the operator is told at start: at most twelve lines. */
final class StartReport {
    private final RemitConfig config;
    private final LoadedPolicy policy;
    private final File journal;
    private final List<Hook> configured;
    private final List<Hook> libraries;

    /**
     * @param configured hooks whose tables are made
     * @param libraries hooks of what the application may bring, whose tables nobody has asked for
     */
    StartReport(RemitConfig config, LoadedPolicy policy, File journal, List<Hook> configured, List<Hook> libraries) {
        this.config = config;
        this.policy = policy;
        this.journal = journal;
        this.configured = configured;
        this.libraries = libraries;
    }

    /** The names of all hooks. */
    List<String> hookNames() {
        final List<String> names = new ArrayList<>();
        for (Hook hook : all()) {
            names.add(hook.library().name());
        }
        return names;
    }

    private List<Hook> all() {
        final List<Hook> all = new ArrayList<>(configured);
        all.addAll(libraries);
        return all;
    }

    /** The report, lines ended by line feeds. */
    String text() {
        final StringBuilder text = new StringBuilder(1024);
        text.append("Remit ")
                .append(Version.get())
                .append(" guards this JVM (Java ")
                .append(System.getProperty("java.version"))
                .append(", process ")
                .append(ProcessHandle.current().pid())
                .append(")\n");
        final boolean enforce = config.mode() == Mode.ENFORCE;
        line(
                text,
                "mode",
                enforce
                        ? "enforce: what the policy does not permit is refused"
                        : "observe: everything goes on and is recorded");
        line(
                text,
                "identity",
                config.identity()
                        + (config.value(ConfigKey.IDENTITY).isDefault()
                                ? " (derived from the application's name; set identity)"
                                : " (configured)")
                        + (config.identitySettings().endpoint() == null
                                ? ", not attested"
                                : ", to be attested by the Workload API at "
                                        + config.identitySettings().endpoint()));
        line(
                text,
                "policy",
                config.policy() == null
                        ? "none"
                        : policy(config, policy)
                                + (config.policyReloadSeconds() == 0 ? "" : ", loaded anew when it changes"));
        line(text, "journal", journal.getPath());
        if (!config.tasks().isEmpty()) {
            line(text, "tasks", intents());
        }
        line(text, "armed", armed(true));
        line(text, "on load", armed(false));
        final String unknown = LibraryScan.unrecognised(all());
        if (!unknown.isEmpty()) {
            line(
                    text,
                    "unknown",
                    unknown
                            + (enforce && config.hooksStrict()
                                    ? "; refused when loaded"
                                    : "; seen at its sockets only"));
        }
        line(text, "uncovered", "native code, other javaagents; a library without a hook is seen at its sockets only");
        if (!enforce) {
            line(text, "next", "java -jar remit.jar policy suggest " + journal.getPath());
        }
        return text.toString();
    }

    /** A version of the policies in words. */
    static String policy(RemitConfig config, LoadedPolicy policy) {
        final int size = policy.snapshot().size();
        return config.policy() + ": " + count(policy.files(), "file") + ", "
                + (size == 1 ? "1 policy" : size + " policies") + ", hash "
                + policy.snapshot().hash().substring(0, 12);
    }

    private String intents() {
        final StringBuilder intents = new StringBuilder();
        for (TaskBinding task : config.tasks()) {
            intents.append(intents.length() == 0 ? "" : ", ").append(task.intent());
        }
        return intents.toString();
    }

    private String armed(boolean now) {
        final StringBuilder names = new StringBuilder();
        for (Hook hook : configured) {
            final boolean jdk = hook.callSites().get(0).weaving() instanceof Sunk;
            if (jdk == now) {
                join(names, hook);
            }
        }
        for (Hook hook : now ? List.<Hook>of() : libraries) {
            join(names, hook);
        }
        return names.toString();
    }

    private static void join(StringBuilder names, Hook hook) {
        names.append(names.length() == 0 ? "" : ", ").append(hook.library().name());
    }

    private static String count(int n, String what) {
        return n == 1 ? "1 " + what : n + " " + what + "s";
    }

    private static void line(StringBuilder text, String label, String what) {
        text.append("  ").append(label);
        for (int i = label.length(); i < 10; i++) {
            text.append(' ');
        }
        text.append(what).append('\n');
    }
}
