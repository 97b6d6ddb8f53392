package dev.remit.bench.context;

import dev.remit.engine.Category;
import dev.remit.engine.session.KeptState;
import dev.remit.engine.session.Session;
import dev.remit.engine.session.SessionKey;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.SessionListener;
import dev.remit.engine.session.SessionView;
import dev.remit.engine.session.Sessions;
import java.lang.management.ManagementFactory;

/**
 * What live sessions take of the heap: each with all state kept and 20 calls of 5 tools, 3 hosts and 2 secrets, 2 labels and a
 * refusal. Argument: how many. Prints bytes a session.
 */
public final class SessionMemory {
    private static final int CALLS = 20;

    private SessionMemory() {}

    /** See the class. */
    public static void main(String[] args) {
        final int count = Integer.parseInt(args[0]);
        final Sessions sessions = new Sessions(
                new SessionLimits(count, 3_600_000, SessionLimits.WhenFull.REFUSE), SessionListener.NOBODY, 1);
        final SessionKey key = new SessionKey();
        final SessionView view = new SessionView();
        final long before = live();
        for (int i = 0; i < count; i++) {
            final Session session = sessions.open(key, "com.acme.Support", "customer-" + i, i);
            for (int call = 0; call < CALLS; call++) {
                use(session, view, call, i);
            }
            session.label("customer-data");
            session.label("money");
        }
        System.out.printf("%d%n", (live() - before) / sessions.size());
    }

    private static void use(Session session, SessionView view, int call, long nowMs) {
        final Category category = call % 10 == 9 ? Category.SECRET : call % 4 == 3 ? Category.HTTP : Category.TOOL;
        final String name = switch (category) {
            case TOOL -> TOOLS[call % TOOLS.length];
            case HTTP -> HOSTS[call % HOSTS.length];
            default -> SECRETS[call / 10 % SECRETS.length];
        };
        final String tool = category == Category.TOOL ? name : null;
        view.clear();
        session.reserve(view, KeptState.ALL, category, tool, name, nowMs);
        final boolean allowed = call != 6;
        session.settle(view, KeptState.ALL, category, tool, name, allowed, allowed);
    }

    private static final String[] TOOLS = {"look_up", "refund", "mail", "cancel", "note"};
    private static final String[] HOSTS = {"api.acme.com", "model.example", "mail.acme.com"};
    private static final String[] SECRETS = {"aws-sm/prod/db", "vault/secret/data/mail"};

    /** Bytes of the heap that are in use after a collection. */
    private static long live() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
