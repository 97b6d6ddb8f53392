package dev.remit.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.session.SessionLimits.WhenFull;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final long IDLE_MS = 60_000;

    private final List<String> events = new ArrayList<>();
    private final SessionKey key = new SessionKey();

    private Sessions sessions(int max, WhenFull whenFull) {
        return new Sessions(
                new SessionLimits(max, IDLE_MS, whenFull),
                new SessionListener() {
                    @Override
                    public void opened(Session session) {
                        events.add("+" + session.id());
                    }

                    @Override
                    public void closed(Session session, String why) {
                        events.add("-" + session.id() + " " + why);
                    }
                },
                7);
    }

    private static @Nullable String call(Session session, long nowMs) {
        return session.reserve(new SessionView(), KeptState.NOTHING, Category.EXEC, null, "git", nowMs);
    }

    @Test
    void shouldFindASessionAgainByAgentAndId() {
        final Sessions sessions = sessions(10, WhenFull.REFUSE);
        final Session first = sessions.open(key, "Support", "a", 0);
        assertThat(key.began()).isTrue();
        assertThat(sessions.open(key, "Support", "a", 1)).isSameAs(first);
        assertThat(key.began()).isFalse();
        assertThat(sessions.open(key, "Planner", "a", 1)).isNotSameAs(first);
        assertThat(sessions.open(key, null, 4711L, 1)).isSameAs(sessions.open(key, null, 4711L, 2));
        final UUID id = UUID.randomUUID();
        assertThat(sessions.open(key, null, id, 1)).isSameAs(sessions.open(key, null, id, 2));
        assertThat(sessions.size()).isEqualTo(4);
    }

    @Test
    void shouldOpenOneOfItsOwnWithoutAnId() {
        final Sessions sessions = sessions(10, WhenFull.REFUSE);
        assertThat(sessions.open(key, null, null, 0).id())
                .isNotEqualTo(sessions.open(key, null, null, 0).id());
    }

    @Test
    void shouldCloseWhatIsIdleWhenAnotherComes() {
        final Sessions sessions = sessions(10, WhenFull.REFUSE);
        final Session idle = sessions.open(key, null, "idle", 0);
        final Session busy = sessions.open(key, null, "busy", 0);
        call(busy, IDLE_MS / 2);
        sessions.open(key, null, "new", IDLE_MS + 1001);
        assertThat(events).containsExactly("+idle", "+busy", "-idle idle", "+new");
        assertThat(idle.isClosed()).isTrue();
        assertThat(busy.isClosed()).isFalse();
        assertThat(sessions.open(key, null, "idle", IDLE_MS + 1002)).isNotSameAs(idle);
    }

    @Test
    void shouldRefuseWhatIsDoneInOneTooMany() {
        final Sessions sessions = sessions(2, WhenFull.REFUSE);
        final Session first = sessions.open(key, null, "a", 0);
        sessions.open(key, null, "b", 0);
        assertThat(call(sessions.open(key, null, "c", 0), 0)).contains("session.max");
        assertThat(call(sessions.open(key, null, "b", 0), 0)).isNull();
        sessions.close(first, "done");
        assertThat(call(sessions.open(key, null, "c", 0), 0)).isNull();
        assertThat(sessions.size()).isEqualTo(2);
    }

    @Test
    void shouldCloseTheIdlestToMakeRoom() {
        final Sessions sessions = sessions(3, WhenFull.CLOSE_IDLEST);
        call(sessions.open(key, null, "a", 0), 5);
        call(sessions.open(key, null, "b", 0), 3);
        call(sessions.open(key, null, "c", 0), 4);
        sessions.open(key, null, "d", 6);
        assertThat(events).endsWith("-b more sessions than session.max", "+d");
        assertThat(sessions.size()).isEqualTo(3);
    }

    @Test
    void shouldBoundAndCleanWhatAFrameworkCallsIt() {
        final Object longOne = SessionId.of("x".repeat(10_240));
        assertThat(longOne.toString()).hasSize(SessionId.MAX_LENGTH);
        assertThat(longOne).isEqualTo(SessionId.of("x".repeat(10_240))).isNotEqualTo(SessionId.of("x".repeat(10_241)));
        assertThat(SessionId.of("a\u001b[31mb\nc").toString()).startsWith("a?[31mb?c~");
        assertThat(SessionId.of("a\nb")).isNotEqualTo(SessionId.of("a\rb"));
        assertThat(SessionId.of("")).isNotEqualTo("");
        assertThat(SessionId.of("Kundennummer 4711, Zoë")).isEqualTo("Kundennummer 4711, Zoë");
        assertThat(SessionId.of(new StringBuilder("built"))).isEqualTo("built");
    }
}
