package dev.remit.javaagent.enforce;

import dev.remit.engine.Category;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.config.NamePatterns;
import dev.remit.engine.config.PathPatterns;
import dev.remit.javaagent.hooks.connect.ConnectHook;
import dev.remit.javaagent.hooks.files.FilesHook;
import dev.remit.javaagent.hooks.files.SecretFiles;
import dev.remit.javaagent.hooks.process.ProcessHook;
import dev.remit.javaagent.weave.CallSite;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes guarded calls as woven code does, each again and again with a fault at another {@linkplain FaultPoints point} of the guard, and says what is
 * not as it has to be. Loaded, with the guard, by a {@link FaultLoader}.
 */
public final class FaultRuns implements BiFunction<Path, Boolean, Map<String, List<String>>> {
    private static final String POLICIES = """
        @id("tools") permit (principal is Remit::Agent, action in Remit::Action::"CallTool", resource)
        when { context.input has amount && context.input.amount <= 100 };
        @id("no-delete") @reason("people delete") forbid (principal, action == Remit::Action::"delete", resource);
        @id("acme") permit (principal, action in Remit::Action::"HttpRequest", resource in Remit::Domain::"acme.com");
        @id("db") permit (principal, action == Remit::Action::"FetchSecret", resource == Remit::Secret::"aws-sm/prod/db");
        @id("cache") permit (principal, action == Remit::Action::"FetchSecret", resource == Remit::Secret::"aws-sm/prod/cache");
        @id("file") permit (principal, action == Remit::Action::"FetchSecret", resource == Remit::Secret::"file/%s");
        @id("mail") permit (principal, action == Remit::Action::"Connect", resource == Remit::Host::"mail.acme.com:25");
        @id("git") permit (principal, action == Remit::Action::"Exec", resource == Remit::Program::"git");
        """;

    private static final String SECRET = "hunter2-hunter2";
    private static final String ARGUMENTS = "{\"amount\": 40, \"to\": \"" + SECRET + "\"}";

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> points = new TreeMap<>();
    private int injected;

    private TestGuard guard;
    private EnforcementPoint point;
    private Stacks stacks;
    private boolean enforcing;
    private Path secretFile;

    // The run.
    private Run run;

    /** What one run did. */
    private static final class Run {
        final String scenario;
        final String name;
        final boolean lasting;

        /** Calls that went on, by their numbers. */
        final List<Long> went = new ArrayList<>();

        long firstId;
        long lastId;
        boolean thrown;
        boolean escaped;
        boolean inWords;
        String where;

        Run(String scenario, String name, boolean lasting) {
            this.scenario = scenario;
            this.name = name;
            this.lasting = lasting;
        }
    }

    private interface Scenario {
        void run() throws Throwable;
    }

    @Override
    public Map<String, List<String>> apply(Path folder, Boolean enforce) {
        enforcing = enforce;
        try {
            runAll(folder);
        } catch (Throwable t) {
            throw new LinkageError("the test itself", t);
        }
        final Map<String, List<String>> said = new LinkedHashMap<>();
        said.put("problems", problems);
        final int all = points.values().stream().mapToInt(each -> each).sum();
        said.put("points", List.of("points=" + all, "faults=" + injected, points.toString()));
        return said;
    }

    private void runAll(Path folder) throws Throwable {
        secretFile = Files.writeString(folder.resolve("secret.txt"), SECRET);
        try (TestGuard made = new TestGuard(
                folder.resolve("audit"), enforcing ? Mode.ENFORCE : Mode.OBSERVE, POLICIES.formatted(secretFile))) {
            guard = made;
            point = made.enforcement;
            stacks = (Stacks) field(EnforcementPoint.class, "stacks").get(point);
            final List<CallSite> sites = new ArrayList<>();
            sites.addAll(new ConnectHook(point).callSites().subList(0, 1));
            sites.addAll(new ProcessHook(point).callSites());
            sites.addAll(new FilesHook(point, new SecretFiles(patterns(secretFile), NamePatterns.NONE))
                    .callSites()
                    .subList(0, 1));
            point.serve(sites);
            final List<Run> runs = new ArrayList<>();
            for (Map.Entry<String, Scenario> each : scenarios().entrySet()) {
                runs.addAll(all(each.getKey(), each.getValue()));
            }
            check(runs, made.records());
        }
    }

    private static final String FIRST = "RuntimeException";
    private static final Set<String> OBSERVED = Set.of(FIRST, "OutOfMemoryError");
    private static final Map<String, Supplier<Throwable>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(FIRST, Unforeseen::new);
        KINDS.put("LinkageError", LinkageError::new);
        KINDS.put("AssertionError", AssertionError::new);
        KINDS.put("OutOfMemoryError", OutOfMemoryError::new);
        KINDS.put("StackOverflowError", StackOverflowError::new);
    }

    private static final class Unforeseen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private List<Run> all(String name, Scenario scenario) throws Throwable {
        final List<Run> runs = new ArrayList<>();
        // The first has things to make that stay.
        for (int i = 0; i < 3; i++) {
            runs.add(one(name, name + " before", scenario, 0, 0, null));
        }
        for (String kind : enforcing ? KINDS.keySet() : OBSERVED) {
            runs.addAll(faults(name, scenario, kind, false));
        }
        if (enforcing) {
            runs.addAll(faults(name, scenario, "StackOverflowError", true));
        }
        return runs;
    }

    /** A fault at each point, or from each point on. */
    private List<Run> faults(String name, Scenario scenario, String kind, boolean lasting) throws Throwable {
        final List<Run> runs = new ArrayList<>();
        for (int at = 1; ; at++) {
            final String id = name + ' ' + kind + (lasting ? " from " : " at ") + at;
            final Run faulted = one(name, id, scenario, at, lasting ? Integer.MAX_VALUE : at, KINDS.get(kind));
            runs.add(faulted);
            if (!faulted.thrown) {
                points.merge(name, at - 1, Math::max);
                return runs;
            }
            injected++;
            if (lasting || kind.equals(FIRST)) {
                runs.add(one(name, id + " after", scenario, 0, 0, null));
            }
        }
    }

    private Run one(String of, String name, Scenario scenario, int from, int until, Supplier<Throwable> kind)
            throws Throwable {
        forgetSecrets();
        run = new Run(of, name, until == Integer.MAX_VALUE);
        run.firstId = guard.recorder.nextCallId();
        final Supplier<Throwable> fault = () -> {
            run.thrown = true;
            final Throwable t = kind.get();
            if (run.where == null) {
                run.where = Arrays.stream(t.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("dev.remit.")
                                && !frame.getClassName().contains("Fault"))
                        .findFirst()
                        .map(StackTraceElement::toString)
                        .orElse("nowhere");
                // An exception where an application's object is read may be the object's: the record itself says so.
                run.inWords = t instanceof Unforeseen
                        && Arrays.stream(t.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().endsWith(".JsonText")
                                        && frame.getMethodName().equals("write"));
            }
            t.setStackTrace(new StackTraceElement[] {new StackTraceElement("fault", name, null, -1)});
            return t;
        };
        FaultPoints.arm(from == 0 ? Integer.MAX_VALUE : from, until, fault);
        try {
            scenario.run();
        } catch (Escaped e) {
            problem(e.getMessage());
        } catch (Refused e) {
            // As it has to be.
        } finally {
            FaultPoints.disarm();
        }
        run.lastId = guard.recorder.nextCallId();
        final CallStack stack = stacks.get();
        if (stack.isGuarding()) {
            problem("the thread stays unguarded");
            stack.guarding = false;
        }
        if (stack.depth() != 0) {
            if (!run.escaped && !run.lasting) {
                problem("calls stay open on the thread: " + stack.depth());
            }
            stack.backTo(0);
        }
        return run;
    }

    private void problem(String what) {
        problems.add(what + ": " + run.name + " " + run.where);
    }

    private static final class Escaped extends Exception {
        private static final long serialVersionUID = 1L;

        Escaped(String message) {
            super(message, null, false, false);
        }
    }

    /** As a hook says it. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }

    private interface Entry {
        Object enter() throws Throwable;
    }

    private interface Exit {
        void leave() throws Throwable;
    }

    /** A decided call: whether it goes on. */
    private void decided(Category category, Entry entry) throws Escaped, Refused {
        final Object refusal;
        try {
            refusal = entry.enter();
        } catch (Throwable t) {
            throw escaped(t, "an entry");
        }
        if (refusal != null) {
            if (!enforcing) {
                throw new Escaped("refused in observe");
            }
            throw new Refused();
        }
        FaultPoints.pause();
        final CallStack stack = stacks.get();
        final Call open = stack.innermost();
        for (int i = stack.depth() - 1; i >= 0 && stack.at(i).site == (open == null ? -1 : open.site); i--) {
            if (stack.at(i).id != 0) {
                run.went.add(stack.at(i).id);
            }
        }
        FaultPoints.goOn();
        if (enforcing && (open == null || open.id == 0 || open.category != category)) {
            throw new Escaped("let go without a record");
        }
    }

    /** What opens, hands over or asks and decides nothing. */
    private Object told(Entry entry) throws Escaped, Refused {
        try {
            return entry.enter();
        } catch (Throwable t) {
            throw escaped(t, "what is told");
        }
    }

    private void end(Exit exit) throws Escaped, Refused {
        try {
            exit.leave();
        } catch (Throwable t) {
            throw escaped(t, "an end");
        }
    }

    private Escaped escaped(Throwable t, String from) throws Refused {
        run.escaped = true;
        if (enforcing
                && (t instanceof SecurityException || t instanceof IOException)
                && Denial.FAULT.equals(t.getMessage())) {
            throw new Refused();
        }
        if (run.lasting) {
            // Where nothing works any more a raw error may come out, as long as it comes out of an entry.
            throw new Refused();
        }
        return new Escaped("out of " + from + " comes " + t);
    }

    @SuppressWarnings("unchecked") // what woven code casts as well
    private Map<String, Scenario> scenarios() {
        final Map<String, Scenario> all = new LinkedHashMap<>();
        final Object request = new Object();
        all.put("tool", () -> {
            told(() -> {
                point.agent(1, "Support", "conversation");
                return null;
            });
            try {
                decided(Category.TOOL, () -> point.tool(2, request, "Support", "refund", ARGUMENTS, null));
                end(() -> point.end(2, "refunded", null));
            } finally {
                end(() -> point.end(1, null, null));
            }
        });
        all.put("http", () -> {
            decided(Category.HTTP, () -> point.http(2, request, "GET", "https", "api.acme.com", -1, "/a?b=c"));
            end(() -> point.end(2, null, null));
        });
        all.put("http of which the answer comes later", () -> {
            final CompletableFuture<String> answer = new CompletableFuture<>();
            decided(Category.HTTP, () -> {
                final String refusal = point.http(2, answer, "GET", "https", "api.acme.com", -1, "/a");
                if (refusal == null) {
                    point.carry(2, answer);
                }
                return refusal;
            });
            end(() -> point.endLater(2, answer, null));
            told(() -> point.http(3, answer, "GET", "https", "api.acme.com", -1, "/a"));
            end(() -> point.end(3, null, null));
            end(() -> answer.complete("answer"));
        });
        all.put("http that ends by a callback", () -> {
            final Object exchange = new Object();
            decided(Category.HTTP, () -> point.http(2, exchange, "GET", "https", "api.acme.com", -1, "/a"));
            final Object[] ending = new Object[1];
            end(() -> ending[0] = point.endLater(2, new Callback(), null));
            end(() -> point.tie(2, ending[0], exchange));
            end(() -> point.ending(2, exchange));
            end(() -> {
                ((InvocationHandler) ending[0]).invoke(null, Callback.class.getMethod("completed"), new Object[0]);
            });
            end(() -> point.ended(2, exchange, null));
            end(() -> point.cancelled(2, exchange));
        });
        all.put("method", () -> {
            told(() -> {
                point.run(1, "Support", null);
                return null;
            });
            try {
                decided(Category.TOOL, () -> point.method(2, "Bank", "pay", "to,amount", new Object[] {"someone", 40}));
                end(() -> point.end(2, null, new IOException()));
            } finally {
                end(() -> point.end(1, null, null));
            }
        });
        all.put("tool of a client", () -> {
            decided(
                    Category.TOOL,
                    () -> point.clientTool(2, new Object(), "Server", "refund", ARGUMENTS, request, "desk"));
            end(() -> point.end(2, "refunded", null));
        });
        all.put("denied tool", () -> {
            final Object refusal;
            try {
                refusal = point.tool(2, request, "Support", "delete", ARGUMENTS, "session");
            } catch (Throwable t) {
                throw escaped(t, "an entry");
            }
            if ((refusal != null) != enforcing) {
                throw new Escaped(refusal == null ? "let go what is denied" : "refused in observe");
            }
            if (refusal == null) {
                end(() -> point.end(2, null, null));
            }
        });
        all.put("secret, and a tool after it", () -> {
            decided(Category.SECRET, () -> point.secret(1, null, "aws-sm", "prod/db"));
            end(() -> point.end(1, Map.of("value", SECRET.getBytes(StandardCharsets.UTF_8)), null));
            decided(Category.TOOL, () -> point.tool(2, new Object(), "Support", "refund", ARGUMENTS, "session"));
            end(() -> point.end(2, null, null));
        });
        all.put("secret that comes later, and a tool after it", () -> {
            decided(Category.SECRET, () -> point.secret(1, null, "aws-sm", "prod/db"));
            final Object[] ending = new Object[1];
            end(() -> ending[0] = point.endLater(1, null, null));
            end(() -> {
                final Object learning = point.learnLater(1, ending[0], "get");
                ((Consumer<Object>) learning).accept(new AtomicReference<>(SECRET));
            });
            end(() -> ((Runnable) ending[0]).run());
            end(() -> point.learn(3, "aws-sm", "prod/other", "another-secret"));
            decided(Category.TOOL, () -> point.tool(2, new Object(), "Support", "refund", ARGUMENTS, "session"));
            end(() -> point.end(2, null, null));
        });
        all.put("two secrets", () -> {
            decided(Category.SECRET, () -> point.secret(1, null, "aws-sm", List.of("prod/cache", "prod/db")));
            end(() -> point.end(1, null, null));
        });
        all.put("two secrets of which one is denied", () -> {
            try {
                final Object refusal = point.secret(1, null, "aws-sm", List.of("prod/db", "prod/payment"));
                if ((refusal != null) != enforcing) {
                    throw new Escaped(refusal == null ? "let go what is denied" : "refused in observe");
                }
                if (refusal == null) {
                    end(() -> point.end(1, null, null));
                }
            } catch (Escaped | Refused e) {
                throw e;
            } catch (Throwable t) {
                throw escaped(t, "an entry");
            }
        });
        all.put("connect", () -> {
            decided(
                    Category.CONNECT,
                    () -> point.sink(0, null, InetSocketAddress.createUnresolved("mail.acme.com", 25), null));
            end(() -> point.end(0, null, null));
        });
        all.put("exec", () -> {
            decided(Category.EXEC, () -> point.sink(1, null, new String[] {"git", "push"}, null));
            end(() -> point.end(1, null, null));
        });
        all.put("file", () -> {
            decided(Category.SECRET, () -> point.sink(2, null, secretFile.toString(), null));
            end(() -> point.end(2, null, null));
        });
        all.put("model's answer, hidden tool", () -> {
            told(() -> {
                point.run(1, "Support", null);
                return null;
            });
            try {
                told(() -> point.hides(2, "Support", "delete"));
                told(() -> {
                    point.turn(3, new Object(), "what to do", "this");
                    return null;
                });
                told(() -> point.nameOf(request));
            } finally {
                end(() -> point.end(1, null, null));
            }
        });
        all.put("task", () -> {
            final Object task =
                    told(() -> point.openTask("refund", "user", 0, Map.of("calls", 5L), List.of(), List.of()));
            try {
                told(() -> {
                    point.grant(task, "refund", null, "because", 1_000, 1);
                    point.label("pii");
                    return null;
                });
                final Object agent = told(() -> point.openAgent("Support", null));
                try {
                    decided(Category.TOOL, () -> point.tool(2, new Object(), "Support", "refund", ARGUMENTS, null));
                    end(() -> point.end(2, null, null));
                } finally {
                    end(() -> point.closeAgent(agent));
                }
            } finally {
                end(() -> point.closeTask(task));
            }
        });
        all.put("served request", () -> {
            told(() -> point.request(1, request, null));
            end(() -> point.end(1, null, null));
        });
        all.put("work handed over", () -> {
            final Object job = new Object();
            final Object key = new Object();
            told(() -> {
                point.agent(1, "Support", "conversation");
                return null;
            });
            final Object[] function = new Object[1];
            try {
                told(() -> {
                    point.handOver(job);
                    point.carry(1, key);
                    function[0] = point.carrying((Runnable) () -> {}, Runnable.class);
                    return null;
                });
            } finally {
                end(() -> point.end(1, null, null));
            }
            told(() -> {
                point.takeUp(4, job);
                return null;
            });
            try {
                workOfTheAgent();
            } finally {
                end(() -> point.end(4, null, null));
            }
            told(() -> {
                point.resume(4, key);
                return null;
            });
            try {
                workOfTheAgent();
            } finally {
                end(() -> point.end(4, null, null));
            }
        });
        return all;
    }

    private void workOfTheAgent() throws Escaped, Refused {
        decided(Category.TOOL, () -> point.tool(2, new Object(), "Support", "refund", ARGUMENTS, null));
        end(() -> point.end(2, null, null));
    }

    /** A library's callback. */
    public static final class Callback {
        /** It calls this. */
        public void completed() {}
    }

    private void check(List<Run> runs, List<JournalRecord> records) {
        final Map<Long, JournalRecord> decisions = new HashMap<>();
        final Map<Long, List<JournalRecord>> outcomes = new HashMap<>();
        final Set<String> said = new HashSet<>();
        for (JournalRecord record : records) {
            switch (record.kind()) {
                case "decision" -> decisions.put(record.call(), record);
                case "outcome" ->
                    outcomes.computeIfAbsent(record.call(), id -> new ArrayList<>())
                            .add(record);
                case "anomaly" ->
                    said.add(record.reason().substring(record.reason().indexOf(" at fault.") + 4));
                default -> {}
            }
        }
        final Map<String, List<String>> normal = new HashMap<>();
        for (Run each : runs) {
            run = each;
            final List<String> lines = new ArrayList<>();
            final boolean told = !each.thrown
                    || each.lasting
                    || each.inWords
                    || said.contains(new StackTraceElement("fault", each.name, null, -1).toString());
            for (long id : each.went) {
                if (!decisions.containsKey(id)) {
                    problem("went on without a record");
                }
            }
            for (long id = each.firstId; id <= each.lastId; id++) {
                final JournalRecord decision = decisions.get(id);
                if (decision == null) {
                    continue;
                }
                final List<JournalRecord> ends = outcomes.getOrDefault(id, List.of());
                final boolean went = each.went.contains(id);
                lines.add(String.join(
                        " ",
                        List.of(
                                String.valueOf(id - each.firstId),
                                String.valueOf(Math.max(0, decision.parent() - each.firstId)),
                                String.valueOf(decision.verdict()),
                                String.valueOf(decision.principal()),
                                String.valueOf(decision.action()),
                                String.valueOf(decision.resource()),
                                String.valueOf(decision.arguments()),
                                ends.isEmpty() ? "open" : ends.get(0).outcome())));
                if (!each.lasting
                        && each.scenario.startsWith("secret")
                        && String.valueOf(decision.arguments()).contains(SECRET)) {
                    problem("a secret in the journal");
                }
                if (ends.size() > 1) {
                    problem("ended twice: " + ends);
                } else if (ends.isEmpty()
                        && !each.lasting
                        && !(went && each.thrown && each.scenario.contains("callback"))) {
                    problem("never ended, went on " + went);
                } else if (enforcing && !ends.isEmpty() && ends.get(0).outcome().equals("refused") == went) {
                    problem("ended as " + ends.get(0).outcome() + ", went on " + went);
                }
            }
            if (!told) {
                problem("not said");
            }
            if (!each.thrown) {
                final List<String> before = normal.putIfAbsent(each.scenario, lines);
                if (before != null && !before.equals(lines)) {
                    problem("not as before: " + lines + " in place of " + before);
                }
            }
        }
    }

    private void forgetSecrets() throws ReflectiveOperationException {
        final Object secrets = guard.recorder.secrets();
        synchronized (secrets) {
            forget(secrets);
        }
    }

    private static void forget(Object secrets) throws ReflectiveOperationException {
        ((Map<?, ?>) field(secrets.getClass(), "names").get(secrets)).clear();
        ((Map<?, ?>) field(secrets.getClass(), "encodedNames").get(secrets)).clear();
        field(secrets.getClass(), "recent").set(secrets, new AtomicReferenceArray<Object>(64));
        field(secrets.getClass(), "matcher").set(secrets, null);
        field(secrets.getClass(), "encoded").set(secrets, null);
    }

    private static PathPatterns patterns(Path file) throws ReflectiveOperationException {
        final Constructor<PathPatterns> made = PathPatterns.class.getDeclaredConstructor(String[].class);
        made.setAccessible(true);
        return made.newInstance((Object) new String[] {file.toString()});
    }

    private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
        final Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
