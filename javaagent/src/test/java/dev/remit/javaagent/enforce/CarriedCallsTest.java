package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CarriedCallsTest {
    private final CarriedCalls calls = new CarriedCalls();
    private final IdentityMap.LookUp scratch = new IdentityMap.LookUp();

    private static Carried carried(long callId) {
        return new Carried(callId, null, null);
    }

    @Test
    void shouldFindWhatIsCarriedByIdentity() {
        final String key = "key";
        final Carried first = carried(1);
        calls.put(key, first);
        assertThat(calls.get(key, scratch)).isSameAs(first);
        assertThat(calls.get(new String(key), scratch)).isNull();
        assertThat(calls.get(null, scratch)).isNull();
    }

    @Test
    void shouldKeepTheLastOfOneKey() {
        final Object key = new Object();
        calls.put(key, carried(1));
        final Carried second = carried(2);
        calls.put(key, second);
        assertThat(calls.get(key, scratch)).isSameAs(second);
        assertThat(size()).isOne();
    }

    /** An object whose equals and hashCode lie, or throw, as an application's may. */
    @Test
    void shouldNotAskTheKeyItself() {
        final Object hostile = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException();
            }

            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException();
            }
        };
        final Carried carried = carried(1);
        calls.put(hostile, carried);
        assertThat(calls.get(hostile, scratch)).isSameAs(carried);
    }

    @Test
    @Timeout(60)
    void shouldForgetKeysThatTheApplicationForgot() {
        final Object kept = new Object();
        final Carried carried = carried(7);
        calls.put(kept, carried);
        int added = 1;
        // Only the collector knows when; each put sweeps what it has found.
        do {
            for (int i = 0; i < 1_000; i++) {
                calls.put(new Object(), carried(i));
            }
            added += 1_000;
            System.gc();
            calls.put(kept, carried);
        } while (size() > added / 2);
        assertThat(calls.get(kept, scratch)).isSameAs(carried);
    }

    @Test
    void shouldFindItsOwnAmongMany() {
        final List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            final Object key = new Object();
            keys.add(key);
            calls.put(key, carried(i));
        }
        for (int i = 0; i < keys.size(); i++) {
            final Carried found = calls.get(keys.get(i), scratch);
            assertThat(found).isNotNull();
            assertThat(found.callId()).isEqualTo(i);
        }
    }

    @Test
    void shouldRepeatTheRequestThatWasDecidedAndNoOther() {
        final Carried carried = carried(3);
        assertThat(carried.isDecided("GET", "https", "acme.com", 443, "/a")).isFalse();
        assertThat(carried.target()).isNull();
        final Call call = new Call();
        call.category = Category.HTTP;
        call.id = 17;
        call.method = "GET";
        call.scheme = "https";
        call.name = "acme.com";
        call.port = 443;
        call.url = "/a";
        carried.decided(call);
        assertThat(carried.callId()).isEqualTo(17);
        assertThat(carried.isDecided("GET", "https", "acme.com", 443, "/a")).isTrue();
        assertThat(carried.isDecided("POST", "https", "acme.com", 443, "/a")).isFalse();
        assertThat(carried.isDecided("GET", "http", "acme.com", 443, "/a")).isFalse();
        assertThat(carried.isDecided("GET", "https", "evil.example", 443, "/a")).isFalse();
        assertThat(carried.isDecided("GET", "https", "acme.com", 8443, "/a")).isFalse();
        assertThat(carried.isDecided("GET", "https", "acme.com", 443, "/b")).isFalse();
        assertThat(carried.isDecided(null, null, "acme.com", 443, null)).isFalse();
    }

    /** A redirect belongs to the request that it came from. */
    @Test
    void shouldBelongToItsFirstRequest() {
        final Carried carried = carried(3);
        final Call hop = new Call();
        hop.id = 17;
        carried.decided(hop);
        hop.id = 18;
        hop.name = "other.example";
        carried.decided(hop);
        assertThat(carried.callId()).isEqualTo(17);
        assertThat(carried.isDecided(null, null, "other.example", 0, null)).isTrue();
        assertThat(carried.isDecided(null, null, "", 0, null)).isFalse();
    }

    private int size() {
        try {
            final Field byKey = IdentityMap.class.getDeclaredField("byKey");
            byKey.setAccessible(true);
            return ((Map<?, ?>) byKey.get(calls)).size();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("byKey", e);
        }
    }
}
