package dev.remit.samples.workloadapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The command: serves the given identities until it is ended, and rotates them at half of their lifetime. */
public final class Main {
    private static final String USAGE = """
            Usage: java -jar workload-api.jar --socket PATH --trust-domain NAME [--id PATH[=HINT]]... [--lifetime SECONDS]

            Serves a SPIFFE Workload API with a CA of its own, which is gone when it ends. It attests nobody: whoever can open
            the socket, which is its owner's alone, gets every SVID. For real identities run a SPIRE agent.

              --socket PATH        the unix socket; a missing folder is made, for its owner alone
              --trust-domain NAME  as acme.com
              --id PATH[=HINT]     an identity, below the trust domain; the first is the default one. Without any the API denies, as
                                   one that has no registration entry
              --lifetime SECONDS   of each SVID; 3600 if not given

            Example:
              java -jar workload-api.jar --socket /tmp/remit/agent.sock --trust-domain acme.com \\
                --id /support --id /support/refunds=refunds
              SPIFFE_ENDPOINT_SOCKET=unix:/tmp/remit/agent.sock java -javaagent:remit.jar -jar app.jar

            Exit status: 64 for wrong arguments, 69 if the socket can't be opened.""";

    private Main() {}

    /** Never returns in good order: end it with a signal. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        Arguments given;
        try {
            given = Arguments.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println("workload-api: " + e.getMessage() + ". See --help");
            System.exit(64);
            return;
        }
        WorkloadApiServer server = new WorkloadApiServer(given.socket, new Authority(given.trustDomain));
        if (given.entries.isEmpty()) {
            server.deny();
        } else {
            server.grant(given.entries.toArray(new Entry[0]));
        }
        try {
            makeFolder(given.socket.toAbsolutePath().getParent());
            server.start();
        } catch (IOException e) {
            System.err.println("workload-api: " + e.getMessage());
            System.exit(69);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("SPIFFE_ENDPOINT_SOCKET=" + server.address());
        for (Entry entry : given.entries) {
            System.out.println(entry.spiffeId() + (entry.hint().isEmpty() ? "" : "  hint " + entry.hint())
                    + "  lifetime " + entry.lifetime().toSeconds() + " s");
        }
        while (true) {
            Thread.sleep(Math.max(1_000, given.lifetime.toMillis() / 2));
            server.rotate();
        }
    }

    private static void makeFolder(@Nullable Path folder) throws IOException {
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** What the command line says. */
    private record Arguments(Path socket, String trustDomain, Duration lifetime, List<Entry> entries) {
        static Arguments of(String[] args) {
            String socket = null;
            String trustDomain = null;
            List<String> ids = new ArrayList<>();
            Duration lifetime = Duration.ofHours(1);
            Iterator<String> words = List.of(args).iterator();
            while (words.hasNext()) {
                String word = words.next();
                try {
                    switch (word) {
                        case "--socket" -> socket = words.next();
                        case "--trust-domain" -> trustDomain = words.next();
                        case "--id" -> ids.add(words.next());
                        case "--lifetime" -> lifetime = Duration.ofSeconds(Long.parseUnsignedLong(words.next()));
                        default -> throw new IllegalArgumentException("not understood: '" + word + "'");
                    }
                } catch (NoSuchElementException e) {
                    throw new IllegalArgumentException(word + " needs a value", e);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("--lifetime takes a number of seconds", e);
                }
            }
            if (socket == null || trustDomain == null) {
                throw new IllegalArgumentException("--socket and --trust-domain are needed");
            }
            List<Entry> entries = new ArrayList<>();
            for (String id : ids) {
                String[] parts = id.split("=", 2);
                if (!parts[0].startsWith("/")) {
                    throw new IllegalArgumentException("--id takes a path such as /support, not '" + id + "'");
                }
                entries.add(
                        new Entry("spiffe://" + trustDomain + parts[0], parts.length == 2 ? parts[1] : "", lifetime));
            }
            return new Arguments(Path.of(socket), trustDomain, lifetime, entries);
        }
    }
}
