package dev.remit.engine.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.RecordField;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvExportTest {
    @TempDir
    Path folder;

    private String exported(DecisionEntry entry) throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(entry)).isTrue();
        }
        StringWriter to = new StringWriter();
        RecordExport export = ExportFormat.CSV.begin(to);
        for (JournalRecord record : Samples.read(folder, "decision")) {
            export.write(record);
        }
        return to.toString();
    }

    @Test
    void shouldWriteTitlesThenALineForEachRecord() throws Exception {
        String table = exported(Samples.decision(42));

        assertThat(table)
                .startsWith(String.join(",", RecordField.names()) + "\r\n1,1700000000123456831,")
                .endsWith("\r\n");
        Map<String, String> cells = cells(table);
        assertThat(cells)
                .containsEntry("kind", "decision")
                .containsEntry("policies", "[\"refunds-need-approval\",\"no-mail-outside\"]")
                .containsEntry("policyCount", "2")
                .containsEntry("arguments", "{\"booking\":\"B-17\",\"amount\":19.99,\"note\":\"für Ü\"}")
                .containsEntry("argumentsCut", "")
                .containsEntry("outcome", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a \"quoted\" word", "two\nlines", "two\r\nlines", "plain", "", " spaces "})
    void shouldWriteTextsSoThatTheyComeBack(String text) throws Exception {
        DecisionEntry entry = Samples.decision(1);
        entry.reason = text;

        assertThat(cells(exported(entry))).containsEntry("reason", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1"})
    void shouldNotLetATextBecomeAFormula(String text) throws Exception {
        DecisionEntry entry = Samples.decision(1);
        entry.reason = text;

        assertThat(cells(exported(entry))).containsEntry("reason", '\'' + text);
    }

    /** The cells of the second line by their titles, read as RFC 4180 says. */
    private static Map<String, String> cells(String table) {
        List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < table.length(); i++) {
            char c = table.charAt(i);
            if (c == '"' && quoted && i + 1 < table.length() && table.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\r')) {
                lines.get(lines.size() - 1).add(cell.toString());
                cell.setLength(0);
                if (c == '\r') {
                    assertThat(table.charAt(++i)).isEqualTo('\n');
                    lines.add(new ArrayList<>());
                }
            } else {
                cell.append(c);
            }
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).hasSameSizeAs(lines.get(0));
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < lines.get(0).size(); i++) {
            cells.put(lines.get(0).get(i), lines.get(1).get(i));
        }
        return cells;
    }
}
