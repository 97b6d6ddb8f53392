package dev.remit.engine.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.remit.engine.audit.DecisionEntry;
import dev.remit.engine.audit.OutcomeEntry;
import dev.remit.engine.audit.OutcomeStatus;
import dev.remit.engine.audit.Recorder;
import dev.remit.engine.audit.Samples;
import dev.remit.engine.audit.record.RecordKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinesTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "journal.md");

    @TempDir
    Path folder;

    @Test
    void shouldDocumentEveryFieldInItsOrder() throws Exception {
        assertThat(namesInTable("## JSON lines")).isEqualTo(RecordField.names());
    }

    @Test
    void shouldDocumentEveryKind() throws Exception {
        List<String> kinds = new ArrayList<>(
                Stream.of(RecordKind.values()).map(RecordKind::text).toList());
        kinds.add("damaged");
        assertThat(namesInTable("## Kinds")).containsExactlyInAnyOrderElementsOf(kinds);
    }

    private static List<String> namesInTable(String heading) throws Exception {
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf(heading);
        int end = text.indexOf("\n## ", start + 1);
        return Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(text.substring(start, end))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void shouldWriteADecisionAsOneStableLine() throws Exception {
        JournalRecord record = recorded(Samples.decision(42));
        assertThat(JsonLines.line(record).replaceAll("\"run\":\"[0-9a-f]+\"", "\"run\":\"R\""))
                .isEqualTo("{\"sequence\":1,\"time\":1700000000123456831,"
                        + "\"timestamp\":\"2023-11-14T22:13:20.123456831Z\",\"kind\":\"decision\",\"verdict\":\"deny\",\"mode\":\"enforce\",\"category\":\"tool\","
                        + "\"principal\":\"Remit::Agent::\\\"spiffe://acme.com/support\\\"\",\"action\":\"Remit::Action::\\\"refund\\\"\","
                        + "\"resource\":\"Remit::Toolset::\\\"com.acme.Bookings\\\"\",\"policies\":[\"refunds-need-approval\",\"no-mail-outside\"],\"policyCount\":2,"
                        + "\"reason\":\"Refunds over 100 need a person\",\"session\":\"session-7\",\"call\":42,\"parent\":41,\"thread\":\"http-nio-8080-exec-3\","
                        + "\"arguments\":\"{\\\"booking\\\":\\\"B-17\\\",\\\"amount\\\":19.99,\\\"note\\\":\\\"für Ü\\\"}\",\"argumentsSize\":50,"
                        + "\"argumentsDigest\":\"" + record.argumentsDigest() + "\",\"policyHash\":\"" + Samples.HASH
                        + "\",\"run\":\"R\"}");
    }

    @Test
    void shouldWriteJsonThatParsesWhateverTheTextHolds() throws Exception {
        DecisionEntry entry = Samples.decision(1);
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        entry.reason = all.toString();
        try (JsonParser parser = new JsonFactory().createParser(JsonLines.line(recorded(entry)))) {
            String reason = null;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "reason".equals(parser.currentName())) {
                    reason = parser.getText();
                }
            }
            assertThat(all.toString()).startsWith(reason);
            assertThat(reason).hasSizeGreaterThan(500);
        }
    }

    @Test
    void shouldWriteTextThatCannotSteerATerminal() throws Exception {
        DecisionEntry entry = Samples.decision(1);
        entry.action = "a\u001B[2Jb\n\u202Ec";
        String line = new TextLines(false).line(recorded(entry));
        assertThat(line)
                .contains("a\\u001b[2Jb\\u000a\\u202ec")
                .contains("DENY")
                .contains("policies=refunds-need-approval,no-mail-outside  hash=0123456789ab  reason=");
        assertThat(line.chars()).noneMatch(c -> c < 0x20);
    }

    private JournalRecord recorded(DecisionEntry entry) throws Exception {
        OutcomeEntry outcome = new OutcomeEntry();
        outcome.status = OutcomeStatus.OK;
        outcome.callId = entry.callId;
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            assertThat(recorder.decision(entry)).isTrue();
            assertThat(recorder.outcome(outcome)).isTrue();
        }
        assertThat(new TextLines(true).line(Samples.read(folder, "outcome").get(0)))
                .contains("→ ok")
                .contains("call=" + entry.callId);
        return Samples.read(folder, "decision").get(0);
    }
}
