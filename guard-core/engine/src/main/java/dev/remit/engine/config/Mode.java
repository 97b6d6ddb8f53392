package dev.remit.engine.config;

/** What a decision does to the call it was made for. Never changes while the JVM runs. */
public enum Mode {
    /** Every call goes ahead and is recorded; with a policy, the record says what would have been refused. */
    OBSERVE("observe"),
    /** Only what the policy permits goes ahead. */
    ENFORCE("enforce");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    /** The name in the configuration and in records. */
    public String text() {
        return text;
    }

    static Mode of(String text) {
        return text.equals(ENFORCE.text) ? ENFORCE : OBSERVE;
    }
}
