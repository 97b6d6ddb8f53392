package dev.remit.engine.audit.count;

import static dev.remit.engine.audit.count.CountersDescriptor.*;

import dev.remit.engine.audit.AuditException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;

/** The counters of a run, as another process, or another thread, sees them. Always shows the present values. Safe for use by any thread. */
public final class CountersView {
    private final UnsafeBuffer header;
    private final UnsafeBuffer values;
    private final int[] offsets;

    private CountersView(ByteBuffer file, int counters) {
        header = new UnsafeBuffer(file, 0, METADATA_OFFSET);
        UnsafeBuffer metadata = new UnsafeBuffer(file, METADATA_OFFSET, metadataLength(counters));
        values = new UnsafeBuffer(file, METADATA_OFFSET + metadataLength(counters), valuesLength(counters));
        offsets = new int[GuardCounter.values().length];
        CountersReader reader = new CountersReader(metadata, values);
        for (GuardCounter counter : GuardCounter.values()) {
            offsets[counter.index()] = -1;
            reader.forEach((id, label) -> {
                if (label.equals(counter.sample())) {
                    offsets[counter.index()] = CountersReader.counterOffset(id);
                }
            });
        }
    }

    /**
     * The counters of a journal's folder; null if it has none.
     *
     * @throws AuditException if the file can't be read, or is none; the message says what to do
     */
    public static @Nullable CountersView open(File folder) throws AuditException {
        File file = new File(folder, Counters.FILE);
        try (FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.READ)) {
            ByteBuffer mapped =
                    channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            int counters = mapped.capacity() < METADATA_OFFSET ? 0 : mapped.getInt(COUNT_OFFSET);
            if (counters <= 0
                    || mapped.getLong(MAGIC_OFFSET) != MAGIC
                    || mapped.getInt(VERSION_OFFSET) != VERSION
                    || counters > mapped.capacity() / CountersReader.METADATA_LENGTH
                    || mapped.capacity() != fileLength(counters)) {
                throw new AuditException(file + " is no counters file of this version; the next start makes it anew");
            }
            return new CountersView(mapped, counters);
        } catch (NoSuchFileException e) {
            return null;
        } catch (AuditException e) {
            throw e;
        } catch (IOException e) {
            throw new AuditException(
                    file + " can't be read (" + e.getMessage() + "); read as the user that the application runs as", e);
        }
    }

    /** The run that they are of. */
    public long run() {
        return header.getLong(RUN_ID_OFFSET);
    }

    /** The process that counts, as it sees its own number. */
    public long pid() {
        return header.getLong(PID_OFFSET);
    }

    /** A counter's value now; 0 for one that the version which counts does not have. */
    public long value(GuardCounter counter) {
        int offset = offsets[counter.index()];
        return offset < 0 ? 0 : values.getLongVolatile(offset);
    }
}
