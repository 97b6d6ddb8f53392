package dev.remit.engine.audit.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claims and records of threads, against the drain. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditRingTest {
    private static final int CAPACITY = 1 << 16;
    private static final byte[] SEVEN = record(7);

    private final AuditRing ring = new AuditRing(
            ByteBuffer.allocateDirect((int) RingDescriptor.fileLength(CAPACITY)).order(ByteOrder.LITTLE_ENDIAN));

    @Test
    void shouldKeepTheOrderAndTheBytesAcrossItsEnd() throws Exception {
        final List<byte[]> drained = new ArrayList<>();
        long offered = 0;
        for (int round = 0; round < 200; round++) {
            while (ring.offer(record(offered), length(offered))) {
                offered++;
            }
            drainAll(drained);
        }
        assertThat(offered).isGreaterThan(2_000);
        assertThat(drained).hasSize((int) offered);
        for (int i = 0; i < offered; i++) {
            assertThat(drained.get(i)).isEqualTo(record(i));
        }
    }

    @Test
    void shouldRefuseWhatIsLongerThanAnyRecordMayBe() {
        assertThatThrownBy(() -> ring.offer(new byte[CAPACITY], CAPACITY / 8 + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + CAPACITY / 8);
        assertThat(ring.tailPosition()).isZero();
    }

    @Test
    void shouldTakeFromManyThreadsWhatItAcknowledges() throws Exception {
        final int threads = 4;
        final int each = 100_000;
        final AtomicInteger running = new AtomicInteger(threads);
        final List<Thread> offering = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            final long first = (long) t << 32;
            offering.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    final byte[] bytes = record(first + i);
                    while (!ring.offer(bytes, bytes.length)) {
                        Thread.yield();
                    }
                }
                running.decrementAndGet();
            }));
        }
        offering.forEach(Thread::start);
        final int[] next = new int[threads];
        final AuditRing.Target target = (buffer, offset, length, end) -> {
            final long id = buffer.getLong(offset);
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            assertThat(next[(int) (id >> 32)]++).isEqualTo((int) id);
            assertThat(bytes).isEqualTo(record(id));
        };
        while (running.get() > 0 || ring.headPosition() < ring.tailPosition()) {
            ring.drain(target, CAPACITY);
        }
        assertThat(next).containsOnly(each);
    }

    /** Each frame on the way back from the end of the stack offers: its calls fail at one place or another. */
    @Test
    void shouldHoldNothingUpWhereAStackEnds() throws Exception {
        final List<byte[]> drained = new ArrayList<>();
        final AtomicInteger acknowledged = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        // Where the stack ends no class can be loaded.
        descend(acknowledged, failed, new int[] {199}, 0);
        for (int i = 0; i < 300; i++) {
            final Thread deep = new Thread(
                    null, () -> descend(acknowledged, failed, new int[1], Integer.MAX_VALUE), "deep", 256 * 1024);
            deep.start();
            deep.join();
            drainAll(drained);
            assertThat(ring.headPosition()).as("after stack %s", i).isEqualTo(ring.tailPosition());
        }
        assertThat(failed.get()).isPositive();
        assertThat(drained)
                .hasSize(acknowledged.get())
                .allSatisfy(bytes -> assertThat(bytes).isEqualTo(record(7)));
    }

    private void descend(AtomicInteger acknowledged, AtomicInteger failed, int[] frames, int left) {
        try {
            if (left > 0) {
                descend(acknowledged, failed, frames, left - 1);
            }
        } catch (StackOverflowError e) {
            // There is a little more of it in the frame below.
        }
        if (frames[0]++ < 200) {
            boolean taken = false;
            try {
                taken = ring.offer(SEVEN, SEVEN.length);
            } catch (StackOverflowError e) {
                frames[0]--;
            }
            (taken ? acknowledged : failed).incrementAndGet();
        }
    }

    private void drainAll(List<byte[]> to) throws Exception {
        final AuditRing.Target target = (UnsafeBuffer buffer, int offset, int length, long end) -> {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            to.add(bytes);
        };
        while (ring.drain(target, CAPACITY) > 0) {
            // There may be more.
        }
    }

    /** A record's id, and as many bytes of it as its id says. */
    private static byte[] record(long id) {
        final byte[] bytes = new byte[length(id)];
        final ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        to.putLong(id);
        while (to.hasRemaining()) {
            to.put((byte) (id + to.position()));
        }
        return bytes;
    }

    private static int length(long id) {
        return 8 + (int) (id * 31 % 1000);
    }
}
