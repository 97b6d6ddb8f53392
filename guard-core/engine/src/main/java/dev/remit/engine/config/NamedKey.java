package dev.remit.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration that has a name of the operator's own in its middle: {@code task.refund.ttl} is {@link #TASK_TTL}
 * of {@code refund}. In the properties file alone: a variable's name can't hold them.
 */
public enum NamedKey {
    TASK_ENTRY(
            "task.",
            ".entry",
            "methods between semicolons, such as com.acme.Support#refund; one of several of a name with its arguments' types, as in"
                    + " com.acme.Support#refund(String,int)",
            "Calls of these methods are a task of this intent: it begins with the call and ends with it."),
    TASK_AGENT(
            "task.",
            ".agent",
            "names of AI agents between commas, such as com.acme.SupportAgent",
            "Runs of these AI agents, such as a LangChain4j AI service's, are a task of this intent."),
    TASK_USER(
            "task.",
            ".user",
            "a parameter's place, from 1, or its name",
            "The parameter of the entry that says on whose behalf the task is."),
    TASK_TTL("task.", ".ttl", "a whole number from 1", "After how many seconds the task is over at the latest."),
    TASK_BUDGETS(
            "task.",
            ".budgets",
            "name=number between commas; a name is calls, tools, requests, secrets or a tool's",
            "How many calls the task may make."),
    TASK_LABELS("task.", ".labels", "labels between commas", "What the task touches from the start."),
    TASK_TOOLS("task.", ".tools", "names of tools between commas", "The only tools that the task may call."),
    HOOK_TOOL(
            "hook.tool.",
            "",
            "methods between semicolons, such as com.acme.Payments#pay, of an interface for whatever implements it; one of several of a name with its"
                    + " arguments' types, as in com.acme.Payments#pay(String,long), and its parameters' names where its class does not keep them, as in"
                    + " com.acme.Payments#pay(String to,long cents)",
            "Calls of these methods, and of what overrides them, are calls of the tool NAME of the toolset that the class's name is, with the arguments by"
                    + " their parameters' names."),
    AGENT_ID(
            "agent.",
            ".id",
            "a SPIFFE ID of the workload's trust domain, or a path below the workload's ID such as /planner",
            "As whom the AI agent of this name acts."),
    AGENT_SVID(
            "agent.",
            ".svid",
            "the hint of an X.509-SVID",
            "The SVID, by its hint at the SPIFFE Workload API, as whose owner the AI agent of this name acts.");

    private final String before;
    private final String after;
    private final String allowed;
    private final String what;

    NamedKey(String before, String after, String allowed, String what) {
        this.before = before;
        this.after = after;
        this.allowed = allowed;
        this.what = what;
    }

    /** How it is written, with {@code NAME} for the name. */
    public String text() {
        return text("NAME");
    }

    String text(String name) {
        return before.concat(name).concat(after);
    }

    /** The values that are accepted, in words. */
    public String allowed() {
        return allowed;
    }

    /** What the key does, in a sentence or two. */
    public String what() {
        return what;
    }

    /** The name in the middle of a key of this kind; null for one that is not. */
    @Nullable
    String nameIn(String key) {
        final int end = key.length() - after.length();
        return key.startsWith(before) && key.endsWith(after) && end > before.length()
                ? key.substring(before.length(), end)
                : null;
    }

    /** The kind that a key is of; null for none. */
    static @Nullable NamedKey find(String key) {
        if (!key.startsWith("task.") && !key.startsWith("agent.") && !key.startsWith("hook.")) {
            return null;
        }
        for (NamedKey kind : values()) {
            if (kind.nameIn(key) != null) {
                return kind;
            }
        }
        return null;
    }
}
