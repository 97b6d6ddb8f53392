package dev.remit.cedar.ast;

/** The types that Cedar's extensions add. */
public enum ExtensionType {
    DECIMAL("decimal"),
    IPADDR("ipaddr"),
    DATETIME("datetime"),
    DURATION("duration");

    private final String cedarName;

    ExtensionType(String cedarName) {
        this.cedarName = cedarName;
    }

    /** As schemas write it. */
    @Override
    public String toString() {
        return cedarName;
    }
}
