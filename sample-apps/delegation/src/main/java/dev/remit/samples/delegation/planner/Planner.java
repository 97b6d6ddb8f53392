package dev.remit.samples.delegation.planner;

import dev.remit.api.Remit;
import dev.remit.api.Task;
import dev.remit.samples.delegation.Models;
import dev.remit.samples.delegation.Story;
import dev.remit.samples.model.LoopbackServer;
import dev.remit.samples.model.ScriptedModelServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** One customer's wish, from its arrival to the answer. */
public final class Planner {
    private static final String WISH = "Please refund booking B-4711 and waive its fee.";
    private static final int CALLS = 40;

    private final URI worker;

    /** @param worker as {@code http://localhost:8471} */
    public Planner(URI worker) {
        this.worker = worker;
    }

    /** Plays it; true if the money was paid. */
    public boolean run() throws IOException {
        try (ScriptedModelServer model = ScriptedModelServer.start(new PlannerScript());
                LoopbackServer mail = LoopbackServer.start("localhost", exchange -> {
                    Story.seen("mail host", exchange);
                    LoopbackServer.respond(exchange, 200, "text/plain", "accepted");
                });
                Task task = Remit.task("refund")
                        .onBehalfOf("user:alice")
                        .ttl(Duration.ofMinutes(5))
                        .budget("calls", CALLS)
                        .open()) {
            Story.tell("task", task.id());
            Story.tell("alice", WISH);
            final PlannerAgent agent = Models.agent(
                    "planner", PlannerAgent.class, model, new PlannerTools(worker, URI.create(mail.url() + "/")));
            final String answer = agent.answer(WISH);
            Story.tell("planner", "answers: " + answer);
            return answer.startsWith("Done");
        }
    }
}
