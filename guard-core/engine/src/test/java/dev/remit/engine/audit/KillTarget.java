package dev.remit.engine.audit;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;

/** Runs in a JVM of its own, which the test kills: records with several threads and writes each acknowledged call id to standard output. */
final class KillTarget {
    private KillTarget() {}

    public static void main(String[] args) throws Exception {
        Recorder recorder = Recorder.open(AuditSettings.of(new File(args[0])));
        long base = Long.parseLong(args[1]);
        int threads = Integer.parseInt(args[2]);
        for (int t = 0; t < threads; t++) {
            long first = base + t * 10_000_000L;
            new Thread(() -> record(recorder, first)).start();
        }
    }

    private static void record(Recorder recorder, long first) {
        FileOutputStream acknowledged = new FileOutputStream(FileDescriptor.out);
        DecisionEntry entry = Samples.decision(1);
        byte[] id = new byte[Long.BYTES];
        try {
            for (long i = 0; ; i++) {
                entry.callId = first + i;
                if (recorder.decision(entry)) {
                    ByteBuffer.wrap(id).putLong(entry.callId);
                    acknowledged.write(id);
                }
            }
        } catch (java.io.IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
