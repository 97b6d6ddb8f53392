package dev.remit.engine.session;

/**
 * Which parts of a session's state are kept: those that some loaded policy reads. The plain counts always are. Immutable.
 *
 * @param rates how many calls there were in the last minute and hour
 * @param perTool each tool's own counts
 * @param refusedTools which tools were refused in a row
 * @param calledTools names of tools
 * @param contactedHosts names of hosts
 * @param fetchedSecrets names of secrets
 * @param labels what the session has touched
 */
public record KeptState(
        boolean rates,
        boolean perTool,
        boolean refusedTools,
        boolean calledTools,
        boolean contactedHosts,
        boolean fetchedSecrets,
        boolean labels) {
    /** For policies that read nothing of it. */
    public static final KeptState NOTHING = new KeptState(false, false, false, false, false, false, false);

    /** For policies that read it all. */
    public static final KeptState ALL = new KeptState(true, true, true, true, true, true, true);
}
