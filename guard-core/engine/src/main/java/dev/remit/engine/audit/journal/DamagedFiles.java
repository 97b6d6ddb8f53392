package dev.remit.engine.audit.journal;

import static dev.remit.engine.audit.journal.FrameDescriptor.*;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at a journal's files before Chronicle Queue does. That waits ten seconds for the beginning of a file that a kill left half made, and appends
 * behind the end that a file says it has, though it was cut before it: no reader comes there. A file that can't be used is kept under another name.
 */
final class DamagedFiles {
    private static final String SUFFIX = ".damaged";

    /** Who changed something in the midst of larger files is found by verifying: a start can't read them all. */
    private static final long LARGEST_READ = 64L << 20;

    private final File folder;
    private final List<String> problems = new ArrayList<>();
    private long sequence;
    private byte[] chain = new byte[CHAIN_LENGTH];
    private long end = Long.MAX_VALUE;

    DamagedFiles(File queueFolder) {
        folder = queueFolder;
    }

    /** Sets aside what can't be used, and where it could not go on, what is left of that. To be called with the queue not open. */
    void setAside() throws IOException {
        end = Long.MAX_VALUE;
        List<File> files = files();
        for (int i = 0; i < files.size(); i++) {
            File file = files.get(i);
            boolean newest = i == files.size() - 1;
            if (!hasBeginning(file)) {
                setAsideWithoutBeginning(file, newest);
            } else if (newest && file.length() <= LARGEST_READ) {
                setAsideIfCut(file);
            }
        }
    }

    /**
     * Sets the newest file aside if it was cut.
     *
     * @param writePosition the last record's place by what the file says itself
     * @return whether it was
     */
    boolean setAsideNewest(long writePosition) throws IOException {
        if (writePosition <= end) {
            return false;
        }
        List<File> files = files();
        setAside(files.get(files.size() - 1), "it ends at byte " + end + " and says that it has more");
        return true;
    }

    /** What was found, in words. */
    List<String> problems() {
        return problems;
    }

    /** Number of the last record that can be read of what was set aside; 0 for none. */
    long sequence() {
        return problems.isEmpty() ? 0 : sequence;
    }

    /** The chain of that record. */
    byte[] chain() {
        return chain.clone();
    }

    private List<File> files() {
        return JournalFolder.hours(folder.getParentFile());
    }

    /** The first word: the length of a piece of metadata that is complete. */
    private static boolean hasBeginning(File file) throws IOException {
        try (RandomAccessFile random = new RandomAccessFile(file, "r")) {
            if (random.length() < Integer.BYTES) {
                return false;
            }
            int word = Integer.reverseBytes(random.readInt());
            return word >>> 30 == 1 && (word & -1 >>> 2) > 0;
        }
    }

    private void setAsideWithoutBeginning(File file, boolean newest) throws IOException {
        boolean holdsRecords;
        try (QueueFile queue = new QueueFile(file.toPath())) {
            holdsRecords = file.length() > 0 && queue.isRecordBehind(0);
        }
        if (holdsRecords || !newest) {
            setAside(file, "it has no beginning");
        } else if (!file.delete()) {
            throw new IOException(file + " was never in use but can't be removed");
        }
    }

    private void setAsideIfCut(File file) throws IOException {
        String problem = null;
        try (QueueFile queue = new QueueFile(file.toPath())) {
            QueueFile.Next next = queue.next();
            boolean whole = true;
            while (next == QueueFile.Next.FRAME && whole) {
                whole = queue.isRecord();
                if (whole && queue.sequence() > sequence) {
                    sequence = queue.sequence();
                    int header = queue.frame()[HEADER_LENGTH_BYTE];
                    chain = header < HEADER_LENGTH
                            ? new byte[CHAIN_LENGTH]
                            : Arrays.copyOfRange(queue.frame(), CHAIN, CHAIN + CHAIN_LENGTH);
                }
                if (whole) {
                    next = queue.next();
                }
            }
            end = queue.position();
            if (!whole) {
                problem = "the record at byte " + queue.frameAt() + " is not whole";
            } else if (next == QueueFile.Next.IMPOSSIBLE
                    || next == QueueFile.Next.INCOMPLETE && queue.isRecordBehind(sequence)) {
                problem = "it is broken at byte " + end;
            }
        }
        if (problem != null) {
            setAside(file, problem);
        }
    }

    private void setAside(File file, String problem) throws IOException {
        File aside = new File(file.getPath().concat(SUFFIX));
        for (int i = 2; aside.exists(); i++) {
            aside = new File(file.getPath() + SUFFIX + '-' + i);
        }
        if (!file.renameTo(aside)) {
            throw new IOException(file + " is damaged (" + problem + ") and can't be renamed to " + aside);
        }
        problems.add(file.getName() + " is damaged: " + problem + "; kept as " + aside.getName()
                + (sequence > 0 ? ", where records up to " + sequence + " can be read" : ""));
    }
}
