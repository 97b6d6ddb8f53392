package dev.remit.samples.delegation;

import dev.remit.samples.delegation.planner.Planner;
import dev.remit.samples.delegation.worker.Worker;
import java.net.URI;
import java.util.List;
import org.apache.catalina.LifecycleException;

/** The command: one of the two applications. */
public final class Main {
    private static final String USAGE = """
            Usage: java -jar delegation.jar worker PORT
                   java -jar delegation.jar planner URL

              worker   serves POST /refunds and /fees, and GET /receipts/ID, on that port of this machine until it is ended
              planner  has the worker at that URL refund a customer's booking

            Both models are scripted. sample-apps/run delegation starts both, under Remit.""";

    private Main() {}

    /** Exits with 0 when all was done, 1 when not, 64 when the arguments are wrong. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        if (args.length == 2 && args[0].equals("worker") && args[1].matches("\\d{1,5}")) {
            work(Integer.parseInt(args[1]));
        } else if (args.length == 2 && args[0].equals("planner") && args[1].startsWith("http://")) {
            System.exit(new Planner(URI.create(args[1])).run() ? 0 : 1);
        } else {
            System.err.println("Not understood: " + String.join(" ", args) + "\n\n" + USAGE);
            System.exit(64);
        }
    }

    private static void work(int port) throws Exception {
        try (Worker worker = Worker.start(port)) {
            worker.await();
        } catch (LifecycleException e) {
            System.err.println("The worker can't serve on port " + port + ": " + e.getMessage());
            System.exit(1);
        }
    }
}
