package dev.remit.bench.app;

import dev.remit.samples.support.agent.ModelEndpoint;
import dev.remit.samples.support.agent.SupportAgent;
import dev.remit.samples.support.agent.SupportTools;
import dev.remit.samples.support.agent.ToolListener;
import dev.remit.samples.support.desk.Bookings;
import dev.remit.samples.support.desk.PaymentKeys;
import dev.remit.samples.support.desk.Tickets;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The support sample's agent, asked again and again to cancel a booking: some requests to the model, some tools, a mail. Arguments: the model's address, the mail
 * host's, Secrets Manager's, seconds to warm up, seconds. Prints answers a second, and the nanoseconds that 50, 99 and 99.9 of a hundred stayed below.
 */
public final class AgentLoad {
    private static final String MESSAGE = "Hello, this is Ada Lovelace. Please cancel my booking B-4711.";

    private AgentLoad() {}

    /** See the class. */
    public static void main(String[] args) {
        try (PaymentKeys keys = new PaymentKeys(URI.create(args[2]))) {
            final SupportTools tools =
                    new SupportTools(new Bookings(), new Tickets("http://127.0.0.1:1"), keys, URI.create(args[1]));
            final SupportAgent agent =
                    SupportAgent.whole(new ModelEndpoint(args[0], "none", "scripted"), tools, new Nobody());
            final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
            answer(agent, Long.parseLong(args[3]), histogram);
            histogram.reset();
            final long beganNs = System.nanoTime();
            answer(agent, Long.parseLong(args[4]), histogram);
            System.out.printf(
                    "%.2f %d %d %d%n",
                    histogram.getTotalCount() * 1e9 / (System.nanoTime() - beganNs),
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(99),
                    histogram.getValueAtPercentile(99.9));
        }
    }

    private static void answer(SupportAgent agent, long seconds, Histogram histogram) {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long nowNs = System.nanoTime(); nowNs < endNs; ) {
            final String answer = agent.answer(MESSAGE);
            if (!answer.contains("cancelled")) {
                throw new IllegalStateException("the agent did not do it: " + answer);
            }
            final long laterNs = System.nanoTime();
            histogram.recordValue(laterNs - nowNs);
            nowNs = laterNs;
        }
    }

    private static final class Nobody implements ToolListener {
        @Override
        public void called(String tool, String arguments) {}

        @Override
        public void answered(String tool, String result) {}
    }
}
