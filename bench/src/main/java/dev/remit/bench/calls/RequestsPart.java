package dev.remit.bench.calls;

import dev.remit.bench.report.Figure;
import dev.remit.bench.report.Goal;
import dev.remit.bench.report.Section;
import dev.remit.bench.report.Table;
import dev.remit.bench.report.Unit;
import dev.remit.bench.run.Bench;
import dev.remit.bench.run.Effort;
import dev.remit.bench.run.Guard;
import dev.remit.bench.run.Jdk;
import dev.remit.bench.run.Part;
import dev.remit.bench.run.Running;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Requests that leave the JVM, beside the same under another javaagent. */
public final class RequestsPart implements Part {
    private static final String ALLOWED = "allowed";
    private static final String DENIED = "denied";

    /** What a quick run is content with, and a full one on all JDKs but the first. */
    private static final List<Library> SOME = List.of(Library.JAVA_NET_HTTP);

    private static final List<Library> ALL =
            List.of(Library.JAVA_NET_HTTP, Library.OKHTTP, Library.AWS_SECRETS_MANAGER);

    /** What OpenTelemetry's javaagent sees of the last is its HTTP client's. */
    private static final List<Library> WITH_OTHER_JAVAAGENT = List.of(Library.JAVA_NET_HTTP, Library.OKHTTP);

    private static final int ROUNDS = 120;
    private static final int WARM_UP_ROUNDS = 120;

    /** In a turn. */
    private static final int CALLS = 40;

    /** How many times as long a fetch takes, so that a turn has fewer of them. */
    private static final int TIMES_AS_LONG = 10;

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public String summary() {
        return "HTTP requests and secret fetches on loopback, allowed and denied; the same under OpenTelemetry's javaagent";
    }

    @Override
    public Section measure(Bench bench) throws Exception {
        final Section section = Section.of(
                "Guarded requests",
                "The libraries' own classes, woven by `-javaagent:remit.jar`, speak to a server on loopback, in a JVM of its own, over one connection."
                        + " What that takes changes from one moment to the next by more than a javaagent adds. So the JVMs, one under each javaagent, take turns of "
                        + CALLS + " requests (fetches: " + CALLS / TIMES_AS_LONG + "), " + ROUNDS
                        + " times: *added* is the median of what differs within a round, of " + Effort.FORKS
                        + " sets of JVMs. Processor time and bytes are those of all Java threads of the client. A denied request is"
                        + " never sent: what is added is below zero.");
        for (Jdk jdk : bench.jdks()) {
            final boolean whole = bench.effort().isFull() && jdk.equals(bench.jdk());
            final Table table = section.table(Table.of(
                    jdk + ": requests, in turns",
                    "",
                    "alone p50",
                    "added p50",
                    "alone p99",
                    "added p99",
                    "added processor time",
                    "added bytes"));
            try (Running server = bench.jvm(jdk).start(LoopbackServer.class)) {
                for (Library library : whole ? ALL : SOME) {
                    final List<Rounds> sets = new ArrayList<>();
                    for (int i = 0; i < Effort.FORKS; i++) {
                        bench.progress().step(jdk + ", " + library + ", set " + (i + 1) + " of " + Effort.FORKS);
                        sets.add(set(bench, jdk, library, "http://127.0.0.1:" + server.firstLine(), i));
                    }
                    final Seen seen = new Seen(library, sets);
                    seen.rows(table);
                    seen.goals(section, jdk);
                }
            }
        }
        return section;
    }

    private static List<Guard> guards(Library library) {
        return WITH_OTHER_JAVAAGENT.contains(library) ? Guard.COMPARED : List.of(Guard.NONE, Guard.ENFORCE);
    }

    private static Rounds set(Bench bench, Jdk jdk, Library library, String server, int number) throws Exception {
        final Map<Guard, Running> running = new EnumMap<>(Guard.class);
        try {
            for (Guard guard : guards(library)) {
                final String log =
                        String.join("-", "requests", "" + jdk.feature(), guard.toString(), library.name(), "" + number);
                running.put(
                        guard,
                        bench.jvm(jdk, guard)
                                .start(
                                        Turns.class,
                                        library.name(),
                                        server,
                                        String.valueOf(guard == Guard.ENFORCE),
                                        bench.raw().resolve(log + ".hlog").toString()));
            }
            final int calls = library == Library.AWS_SECRETS_MANAGER ? CALLS / TIMES_AS_LONG : CALLS;
            rounds(running, WARM_UP_ROUNDS, calls);
            for (Running each : running.values()) {
                each.ask("reset");
            }
            final Rounds rounds = rounds(running, ROUNDS, calls);
            for (Running each : running.values()) {
                each.end();
            }
            return rounds;
        } finally {
            running.values().forEach(Running::close);
        }
    }

    private static Rounds rounds(Map<Guard, Running> running, int count, int calls) throws IOException {
        final Rounds rounds = new Rounds();
        final List<Map.Entry<Guard, Running>> order = new ArrayList<>(running.entrySet());
        for (int i = 0; i < count; i++) {
            for (Map.Entry<Guard, Running> each : order) {
                rounds.add(each.getKey() + ALLOWED, each.getValue().ask(ALLOWED + " " + calls));
                if (each.getKey() == Guard.ENFORCE) {
                    rounds.add(each.getKey() + DENIED, each.getValue().ask(DENIED + " " + calls));
                }
            }
            Collections.rotate(order, 1);
        }
        return rounds;
    }

    /** What was seen of a library, in each set of JVMs. */
    private record Seen(Library library, List<Rounds> sets) {
        private static final String ALONE = Guard.NONE + ALLOWED;

        private Figure figure(ToDoubleFunction<Rounds> of, Unit unit) {
            return Figure.median(sets.stream().mapToDouble(of).toArray(), unit);
        }

        private Figure added(String key, ToDoubleFunction<Rounds.Turn> what, Unit unit) {
            return figure(rounds -> rounds.added(key, ALONE, what), unit);
        }

        void rows(Table table) {
            row(table, library + ", enforce", Guard.ENFORCE + ALLOWED);
            row(table, library + ", enforce, denied", Guard.ENFORCE + DENIED);
            if (WITH_OTHER_JAVAAGENT.contains(library)) {
                row(table, library + ", " + Guard.OPEN_TELEMETRY, Guard.OPEN_TELEMETRY + ALLOWED);
            }
        }

        private void row(Table table, String label, String key) {
            table.row(
                    label,
                    figure(rounds -> rounds.median(ALONE, Rounds.Turn::p50), Unit.NANOSECONDS),
                    added(key, Rounds.Turn::p50, Unit.NANOSECONDS),
                    figure(rounds -> rounds.p99(ALONE), Unit.NANOSECONDS),
                    figure(rounds -> rounds.p99(key) - rounds.p99(ALONE), Unit.NANOSECONDS),
                    added(key, Rounds.Turn::processor, Unit.NANOSECONDS),
                    added(key, Rounds.Turn::bytes, Unit.BYTES));
        }

        void goals(Section section, Jdk jdk) {
            if (WITH_OTHER_JAVAAGENT.contains(library)) {
                final String of = jdk + ": " + library + ": added ";
                section.goals()
                        .addAll(List.of(
                                Goal.atMost(
                                        of + "p50 over what OpenTelemetry's javaagent adds",
                                        overOther(Rounds.Turn::p50),
                                        0.25),
                                Goal.atMost(
                                        of + "processor time over what OpenTelemetry's javaagent adds",
                                        overOther(Rounds.Turn::processor),
                                        0.25),
                                Goal.atMost(
                                        of + "bytes",
                                        added(Guard.ENFORCE + ALLOWED, Rounds.Turn::bytes, Unit.BYTES),
                                        1)));
            }
        }

        private Figure overOther(ToDoubleFunction<Rounds.Turn> what) {
            return added(Guard.ENFORCE + ALLOWED, what, Unit.NANOSECONDS)
                    .over(added(Guard.OPEN_TELEMETRY + ALLOWED, what, Unit.NANOSECONDS));
        }
    }
}
