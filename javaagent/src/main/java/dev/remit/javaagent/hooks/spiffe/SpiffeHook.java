package dev.remit.javaagent.hooks.spiffe;

import static dev.remit.engine.Category.SECRET;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Given;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.svid.jwtsvid.JwtSvid;
import io.spiffe.svid.x509svid.X509Svid;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * A JWT-SVID is known by its audience, {@code Remit::Secret::"spiffe/https://crm.example.org"}, and each audience of one is decided;
 * a source that gives one from its cache gives it all the same. The private key of an X.509-SVID is known by its SPIFFE ID, and decided where the application
 * takes it, whichever way the SVID came: fetched, watched or picked. What the guard has of its own is in another loader.
 */
public final class SpiffeHook extends LibraryHook {
    private static final String API = "io.spiffe.workloadapi.";
    private static final String TEXT = "java.lang.String";
    private static final String ID = "io.spiffe.spiffeid.SpiffeId";

    /** The table of java-spiffe. */
    public SpiffeHook() {
        super("java-spiffe", List.of("0.8.4+"), "java-spiffe-core");
    }

    @Override
    protected List<CallSite> rows() {
        final List<CallSite> rows = new ArrayList<>();
        for (String source : new String[] {"DefaultWorkloadApiClient", "DefaultJwtSource", "CachedJwtSource"}) {
            for (String method : new String[] {"fetchJwtSvid", "fetchJwtSvids"}) {
                rows.add(fetch(Target.of(API + source, method, TEXT, TEXT + "[]")));
                rows.add(fetch(Target.of(API + source, method, ID, TEXT, TEXT + "[]")));
            }
        }
        rows.add(decided(SECRET, Target.of("io.spiffe.svid.x509svid.X509Svid", "getPrivateKey"), call("PrivateKey")));
        return List.copyOf(rows);
    }

    private CallSite fetch(Target target) {
        return decided(SECRET, target, call("Audiences", "Tokens"));
    }

    /** A source hands its caller's very audiences on to the client. */
    static final class Audiences {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static String enter(@Site int site, @Given String audience, @Given String[] others) {
            if (others == null || others.length == 0) {
                return RemitGate.secret(site, others, "spiffe", audience);
            }
            final List<String> audiences = new ArrayList<>();
            audiences.add(audience);
            for (String other : others) {
                if (!audiences.contains(other)) {
                    audiences.add(other);
                }
            }
            return RemitGate.secret(site, others, "spiffe", audiences);
        }
    }

    /** A refusal is thrown before the Workload API is asked. */
    static final class Tokens {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object answer,
                @Advice.Thrown Throwable thrown)
                throws JwtSvidException {
            if (refusal != null) {
                throw new JwtSvidException(refusal);
            }
            Object tokens = null;
            if (answer instanceof JwtSvid svid) {
                tokens = svid.getToken();
            } else if (answer instanceof List<?> svids) {
                final List<String> all = new ArrayList<>();
                for (Object each : svids) {
                    all.add(((JwtSvid) each).getToken());
                }
                tokens = all;
            }
            RemitGate.end(site, tokens, thrown);
        }
    }

    /** The key that proves the SVID. */
    static final class PrivateKey {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This X509Svid svid) {
            final String refusal =
                    RemitGate.secret(site, null, "spiffe", svid.getSpiffeId().toString());
            if (refusal != null) {
                throw new SecurityException(refusal);
            }
        }
    }
}
