package dev.remit.javaagent.hooks.vaultjavadriver;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Target;
import java.util.List;

/**
 * A read is decided above the driver's own retries, and refused with its {@code VaultException}, thrown before a request is made.
 *
 * <p>A secret is known to policies as Spring Vault's is: by the whole path that Vault is asked for,
 * {@code Remit::Secret::"vault/secret/data/db"}, without version or namespace, though the driver's caller leaves out the engine's
 * {@code data}. What is unwrapped is {@code vault/sys/wrapping/unwrap}, and an account made for a role
 * {@code vault/database/creds/role}.
 *
 * <p>The driver lives on under another package. What is woven into it names its types, so that each package has a hook of its own, with
 * the same advice; the table is one.
 *
 * <p>Not a fetch, and seen as the HTTP request that it is: a listing; what a write is answered with, as by transit and PKI; the log-in.
 */
abstract class DriverHook extends LibraryHook {
    private static final String TEXT = "java.lang.String";

    private final String api;

    /** The driver in a package. */
    DriverHook(String name, String driver) {
        // The file's name does not say whose it is.
        super(name, List.of("6.2+", "5.1."), "vault-java-driver");
        this.api = driver + ".api.";
    }

    @Override
    protected final List<CallSite> rows() {
        final String logical = api + "Logical";
        return List.of(
                decided(SECRET, Target.of(logical, "read", TEXT), call("Path", "Read")),
                decided(
                        SECRET,
                        Target.of(logical, "read", TEXT, "java.lang.Boolean", "java.lang.Integer"),
                        call("Version", "Read")),
                decided(SECRET, Target.of(api + "database.Database", "creds", TEXT), call("Account", "Read")),
                decided(SECRET, Target.of(api + "Auth", "unwrap", TEXT), call("Unwrap", "Unwrapped")),
                decided(
                        SECRET,
                        Target.of(api + "sys.Wrapping", "unwrap", TEXT, "boolean"),
                        call("Unwrap", "Unwrapped")));
    }
}
