package dev.remit.javaagent.hooks.keystore;

import static dev.remit.engine.Category.SECRET;

import dev.remit.engine.config.NamePatterns;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;

/**
 * {@code KeyStore.getKey} and {@code getEntry}: a key whose alias the configuration names is a secret, known to policies by the alias
 * in lower case, which most key stores take for the same. Refused with {@code UnrecoverableKeyException}. Certificates are no
 * secrets, nor is what is not named: the JDK's own TLS, which gets its keys here, does not feel it. Armed only if the configuration
 * names some.
 */
public final class KeyStoreHook implements Hook {
    private static final String STORE = "java.security.KeyStore";
    private static final String TEXT = "java.lang.String";

    private final KeySink key;

    /** A hook for keys of these aliases, in lower case. */
    public KeyStoreHook(EnforcementPoint enforcement, NamePatterns secrets) {
        this.key = new KeySink(enforcement, secrets);
    }

    @Override
    public Library library() {
        return Library.of("key stores");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                new CallSite(SECRET, Target.of(STORE, "getKey", TEXT, "char[]"), Sunk.replacing(key)),
                new CallSite(
                        SECRET,
                        Target.of(STORE, "getEntry", TEXT, STORE + "$ProtectionParameter"),
                        Sunk.replacing(key)));
    }
}
