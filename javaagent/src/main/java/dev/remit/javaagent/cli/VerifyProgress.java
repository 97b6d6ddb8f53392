package dev.remit.javaagent.cli;

import dev.remit.engine.audit.journal.JournalFolder;
import dev.remit.engine.audit.verify.JournalVerifier;
import java.io.File;
import java.io.PrintWriter;
import java.util.List;

/** Says how far a check is, by the bytes of the files. For one use. */
final class VerifyProgress implements JournalVerifier.Progress, AutoCloseable {
    private final ProgressLine line;
    private long whole;
    private long before;
    private long records;
    private File current = new File("");
    private long currentRecords;

    VerifyProgress(List<File> journals, PrintWriter err) {
        line = new ProgressLine(err);
        for (File journal : journals) {
            for (File file : JournalFolder.hours(journal)) {
                whole += file.length();
            }
        }
    }

    @Override
    public void at(File file, long bytes, long ofThisJournal) {
        if (!file.equals(current)) {
            before += current.length();
            records += file.getParentFile().equals(current.getParentFile()) ? 0 : currentRecords;
            current = file;
        }
        currentRecords = ofThisJournal;
        line.at((double) (before + bytes) / Math.max(whole, 1), records + currentRecords);
    }

    @Override
    public void close() {
        line.close();
    }
}
