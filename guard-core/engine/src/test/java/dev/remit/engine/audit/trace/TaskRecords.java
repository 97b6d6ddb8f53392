package dev.remit.engine.audit.trace;

import dev.remit.engine.audit.Verdict;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.MadeRecords;
import dev.remit.engine.audit.record.JsonText;
import dev.remit.engine.audit.record.RecordDescriptor;
import dev.remit.engine.audit.record.RecordKind;
import dev.remit.engine.audit.record.Tag;
import dev.remit.engine.audit.record.TextLimits;

/** Records of tasks, made without a journal. */
final class TaskRecords {
    private TaskRecords() {}

    static JournalRecord opened(String path, String details, int limit) {
        return MadeRecords.of(RecordKind.TASK_OPENED, 1, 0, encoder -> {
            encoder.text(Tag.TASK, path, TextLimits.TASK, null);
            encoder.arguments(details, limit, new JsonText(), null);
        });
    }

    static JournalRecord opened(String path) {
        return opened(path, "{}", 4096);
    }

    static JournalRecord decision(String path, Verdict verdict) {
        return MadeRecords.of(RecordKind.DECISION, 1, 1, encoder -> {
            encoder.setByte(RecordDescriptor.VERDICT, verdict.code());
            encoder.text(Tag.TASK, path, TextLimits.TASK, null);
        });
    }
}
