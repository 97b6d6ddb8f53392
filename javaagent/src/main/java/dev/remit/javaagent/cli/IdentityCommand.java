package dev.remit.javaagent.cli;

import dev.remit.engine.audit.JournalThreads;
import dev.remit.engine.audit.read.TextLines;
import dev.remit.engine.config.SpiffeId;
import dev.remit.engine.identity.IdentityListener;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.identity.IdentitySource;
import dev.remit.engine.identity.Svid;
import dev.remit.engine.identity.TrustBundle;
import dev.remit.engine.identity.WorkloadEndpoint;
import dev.remit.engine.identity.WorkloadIdentity;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Asks a Workload API who this process is. */
@Command(
        name = "identity",
        description = {
            "Asks a SPIFFE Workload API who this process is, as a guarded application asks it.",
            "",
            "SVIDs are verified by the bundles that come with them. The API knows processes apart: run it as the",
            "application's user, and where its selectors look at more, there."
        },
        sortOptions = false,
        exitCodeListHeading = RemitCommand.EXIT_HEADING,
        exitCodeList = {
            "0:the identity is attested",
            "1:it is not; the first line says why and what to do",
            "2:the command line is wrong"
        },
        footerHeading = RemitCommand.EXAMPLES_HEADING,
        footer = {
            "  java -jar remit.jar identity unix:/run/spire/agent.sock",
            "  SPIFFE_ENDPOINT_SOCKET=unix:/run/spire/agent.sock java -jar remit.jar identity",
            "  java -jar remit.jar identity --expect spiffe://acme.com/support unix:/run/spire/agent.sock"
        })
final class IdentityCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private RemitCommand parent;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ENDPOINT",
            description = "Where it listens: unix:/PATH or tcp://IP:PORT. Default: what SPIFFE_ENDPOINT_SOCKET names.")
    private @Nullable String endpoint;

    @Option(
            names = "--expect",
            paramLabel = "ID",
            description = "The SPIFFE ID that it must prove: what identity is set to.")
    private @Nullable String expected;

    @Option(names = "--hint", paramLabel = "HINT", description = "Of several SVIDs, the one with this hint.")
    private String hint = "";

    @Option(names = "--wait", paramLabel = "SECONDS", description = "How long for an answer. Default: 5.")
    private int waitSeconds = 5;

    @Override
    public Integer call() {
        SpiffeId id = SpiffeId.parse("spiffe://localhost/unknown");
        if (expected != null) {
            try {
                id = SpiffeId.parse(expected);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitStatus.UNUSABLE, "--expect=" + expected + ": " + e.getMessage());
            }
        }
        Problems problems = new Problems();
        WorkloadIdentity identity;
        try (IdentitySource source = new IdentitySource(
                new IdentitySettings(endpoint(), id, expected != null, hint), problems, new JournalThreads())) {
            identity = source.start(TimeUnit.SECONDS.toMillis(Math.max(0, waitSeconds)));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(TextLines.plain(identity.toString()));
        for (Svid svid : identity.svids()) {
            out.println("  svid    " + TextLines.plain(svid.toString()));
        }
        for (TrustBundle bundle : new TreeMap<>(identity.x509Bundles()).values()) {
            out.println("  bundle  " + bundle.trustDomain() + "  authorities "
                    + bundle.authorities().size() + ", the last until " + Instant.ofEpochMilli(bundle.expiresMs()));
        }
        Throwable problem = problems.first;
        if (problem != null) {
            Errors.print(spec.commandLine().getErr(), String.valueOf(problem));
        }
        return identity.isAttested() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private WorkloadEndpoint endpoint() {
        String given = endpoint == null ? parent.environment().get(WorkloadEndpoint.VARIABLE) : endpoint;
        if (given == null) {
            throw new CommandFailure(
                    ExitStatus.UNUSABLE,
                    "there is no Workload API to ask: give its address, or set " + WorkloadEndpoint.VARIABLE);
        }
        try {
            return WorkloadEndpoint.parse(given);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitStatus.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    /** Keeps the first thing that failed; changes are read at the end. */
    private static final class Problems implements IdentityListener {
        private volatile @Nullable Throwable first;

        @Override
        public void changed(WorkloadIdentity identity) {}

        @Override
        public synchronized void failed(Throwable problem) {
            first = first == null ? problem : first;
        }
    }
}
