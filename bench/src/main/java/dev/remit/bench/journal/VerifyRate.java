package dev.remit.bench.journal;

import dev.remit.engine.audit.AuditSettings;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import dev.remit.engine.audit.verify.Verification;
import java.nio.file.Path;
import java.util.List;

/** Makes a journal and checks it. Arguments: a folder that is not there, records. Prints the records, then for each of three checks its seconds. */
public final class VerifyRate {
    private VerifyRate() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int records = Integer.parseInt(args[1]);
        try (Recorder recorder = Recorder.open(new AuditSettings(folder.toFile(), 8 << 20, 4096, 60_000, 60_000))) {
            DecisionEntry entry = new DecisionEntry();
            for (int i = 0; i < records; i++) {
                TypicalDecision.fill(entry, recorder);
                if (!recorder.decision(entry)) {
                    throw new IllegalStateException("not recorded", recorder.failure());
                }
            }
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            Verification found = JournalVerifier.verify(
                    folder.toFile(), "", Trust.ANYBODY, new Anchored(List.of()), (file, bytes, count) -> {});
            if (found.fault() != null) {
                throw new IllegalStateException(found.fault().toString());
            }
            line.append(i == 0 ? found.records() : "")
                    .append(' ')
                    .append("%.2f".formatted((System.nanoTime() - start) / 1e9));
        }
        System.out.println(line);
    }
}
