package dev.remit.engine.audit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.AuditException;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.proof.Trust;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.verify.Anchored;
import dev.remit.engine.audit.verify.JournalVerifier;
import dev.remit.engine.audit.verify.Verification;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a journal whatever was done to its JVM. */
final class Proof {
    private Proof() {}

    static Verification verify(Path folder) throws AuditException {
        return JournalVerifier.verify(
                folder.toFile(), "", Trust.ANYBODY, new Anchored(List.of()), (file, bytes, records) -> {});
    }

    /** All that was acknowledged is there, once, in a chain without a fault. */
    static void expectAll(Path folder, Set<Long> acknowledged, String what) throws AuditException {
        List<JournalRecord> records = Samples.read(folder);
        List<Long> calls = records.stream()
                .filter(record -> record.kind().equals("decision"))
                .map(JournalRecord::call)
                .toList();
        Set<Long> distinct = new HashSet<>(calls);
        Set<Long> lost = new HashSet<>(acknowledged);
        lost.removeAll(distinct);
        assertThat(lost).as("lost, %s", what).isEmpty();
        assertThat(calls.size() - distinct.size()).as("duplicated, %s", what).isZero();
        assertThat(records).as(what).allMatch(JournalRecord::whole);
        assertThat(verify(folder).fault()).as(what).isNull();
    }

    /** How many records it says could not be taken. */
    static long blocked(Path folder) throws AuditException {
        return Samples.read(folder, "blocked").stream()
                .mapToLong(JournalRecord::size)
                .sum();
    }
}
