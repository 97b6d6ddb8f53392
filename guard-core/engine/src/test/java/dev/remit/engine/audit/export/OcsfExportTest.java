package dev.remit.engine.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.remit.engine.audit.read.JournalRecord;
import dev.remit.engine.audit.read.RecordField;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OcsfExportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream in = OcsfExportTest.class.getResourceAsStream("ocsf-1.9.0.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> problems(String event) {
        return SCHEMA
                .validate(
                        event,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    static List<String> events() throws IOException {
        StringWriter to = new StringWriter();
        RecordExport export = ExportFormat.OCSF.begin(to);
        List<JournalRecord> records = OcsfSamples.all();
        for (JournalRecord record : records) {
            export.write(record);
        }
        List<String> lines = to.toString().lines().toList();
        assertThat(to.toString()).endsWith("}\n");
        assertThat(lines).hasSameSizeAs(records);
        return lines;
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteEventsThatTheSchemaAllows(String event) {
        assertThat(problems(event)).as(event).isEmpty();
        JsonNode read = JSON.readTree(event);
        int classUid = read.get("class_uid").asInt();
        assertThat(read.get("type_uid").asInt())
                .isEqualTo(classUid * 100 + read.get("activity_id").asInt());
        assertThat(read.get("category_uid").asInt()).isEqualTo(classUid / 1000);
    }

    /** The schema can say no. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"activity_id\":3 | \"activity_id\":17",
                "\"class_uid\":6003 | \"class_uid\":6004",
                "\"action\":\"Denied\" | \"action\":\"Blocked\"",
                "\"disposition_id\":2 | \"disposition_id\":55",
                "\"severity\":\"Medium\" | \"severity\":\"Bad\"",
                "\"time\":1 | \"time\":-1",
                "\"version\":\"1.9.0\", | ",
                "\"profiles\":[\"security_control\",\"ai_operation\"] | \"profiles\":[\"security_control\"]",
                "\"operation\": | \"operations\":",
                "\"src_endpoint\": | \"source\":",
                "\"actor\":{ | \"actor\":{\"usr\":1,",
                "\"uid\": | \"id\":",
            })
    void shouldKnowASchemaThatRefuses(String right, String wrong) throws IOException {
        List<String> with = events().stream()
                .filter(event -> event.contains("\"event_code\":\"decision\""))
                .filter(event -> event.contains("\"action\":\"Denied\"") || right.contains("activity_id"))
                .filter(event -> event.contains(right))
                .toList();
        assertThat(with).isNotEmpty();
        String spoilt = with.get(0).replace(right, wrong == null ? "" : wrong);
        assertThat(problems(spoilt)).isNotEmpty();
    }

    @Test
    void shouldSayOfADecisionWhoDidWhatToWhatAndWhy() throws IOException {
        JsonNode event = event(e -> e.contains("\"action\":\"Denied\"") && e.contains("\"operation\":\"refund\""));
        assertThat(event.at("/actor/user/uid").asString()).isEqualTo(OcsfSamples.WORKLOAD);
        assertThat(event.at("/ai_agent/uid").asString()).isEqualTo("spiffe://acme.com/support/agent");
        assertThat(event.at("/ai_agent/instance_uid").asString()).isEqualTo("session-7");
        assertThat(event.at("/resources/0/uid").asString()).isEqualTo("com.acme.Bookings");
        assertThat(event.at("/authorizations").findValuesAsString("uid"))
                .containsExactly("refunds-need-approval", "no-mail-outside");
        assertThat(event.at("/message").asString())
                .isEqualTo("deny refund on com.acme.Bookings: Refunds over 100 need a person");
        assertThat(event.at("/metadata/product/version").asString()).isEqualTo("1.2.3");
        assertThat(event.at("/unmapped/argumentsCut").asBoolean()).isTrue();
    }

    @Test
    void shouldTellHostsFromAddresses() throws IOException {
        assertThat(events().stream()
                        .map(JSON::readTree)
                        .map(event -> event.path("dst_endpoint"))
                        .filter(endpoint -> !endpoint.isMissingNode())
                        .map(JsonNode::toString)
                        .distinct())
                .containsExactly(
                        "{\"hostname\":\"api.acme.com\",\"port\":443}",
                        "{\"ip\":\"10.0.0.1\",\"port\":80}",
                        "{\"ip\":\"2001:db8::1\",\"port\":443}",
                        "{\"hostname\":\"acme.com\"}",
                        "{\"name\":\"my_host:80\"}",
                        "{\"name\":\"unix:/run/x y\"}");
    }

    @Test
    void shouldKnowWhatAnOutcomeIsOf() throws IOException {
        JsonNode error = event(e -> e.contains("\"status_detail\":\"java.io.IOException\""));
        assertThat(error.at("/api/operation").asString()).isEqualTo("FetchSecret");
        assertThat(error.at("/actor/user/uid").asString()).isEqualTo(OcsfSamples.WORKLOAD);
        JsonNode unknown = event(e -> e.contains("\"status\":\"cancelled\""));
        assertThat(unknown.at("/api/operation").asString()).isEqualTo("unknown");
    }

    @Test
    void shouldLearnFromWhatIsLeftOut() throws IOException {
        StringWriter to = new StringWriter();
        RecordExport export = ExportFormat.OCSF.begin(to);
        for (JournalRecord record : OcsfSamples.all()) {
            if (record.error() != null) {
                export.write(record);
            } else {
                export.skip(record);
            }
        }
        assertThat(to.toString()).hasLineCount(1).contains("\"operation\":\"FetchSecret\"", "\"version\":\"1.2.3\"");
    }

    /** The table in the documentation names exactly the attributes that are written, and every field of a record. */
    @Test
    void shouldDocumentEveryAttribute() throws IOException {
        Map<String, Set<Integer>> written = new TreeMap<>();
        Set<Integer> classes = new TreeSet<>();
        for (String text : events()) {
            JsonNode event = JSON.readTree(text);
            int classUid = event.get("class_uid").asInt();
            classes.add(classUid);
            leaves(
                    event,
                    "",
                    attribute -> written.computeIfAbsent(attribute, key -> new TreeSet<>())
                            .add(classUid));
        }
        List<String[]> rows = rows();
        Map<String, String> documented = new TreeMap<>();
        rows.forEach(row -> documented.put(row[0], row[2]));
        Map<String, String> expected = new TreeMap<>();
        written.forEach((attribute, in) -> expected.put(
                attribute,
                in.equals(classes) ? "all" : in.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        assertThat(documented).isEqualTo(expected);
        Set<String> fields = rows.stream()
                .flatMap(row ->
                        Pattern.compile("`(\\w+)`").matcher(row[1]).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());
        Set<String> unmapped = new TreeSet<>();
        for (String event : events()) {
            JSON.readTree(event).path("unmapped").propertyNames().forEach(unmapped::add);
        }
        assertThat(Stream.concat(fields.stream(), unmapped.stream()).distinct())
                .containsAll(RecordField.names().stream()
                        .filter(name -> !name.equals("journal") && !name.equals("argumentsBroken"))
                        .toList());
        assertThat(RecordField.names()).containsAll(fields);
    }

    private static List<String[]> rows() throws IOException {
        String text = Files.readString(Path.of("..", "..", "docs", "journal.md"));
        int start = text.indexOf("### OCSF");
        String section = text.substring(start, text.indexOf("\n## ", start));
        List<String[]> rows = new ArrayList<>();
        Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\| [^|]*\\|$")
                .matcher(section)
                .results()
                .forEach(found -> rows.add(new String[] {found.group(1), found.group(2), found.group(3)}));
        return rows;
    }

    private static void leaves(JsonNode node, String path, Consumer<String> to) {
        if (path.equals("unmapped")) {
            to.accept(path);
        } else if (node.isObject()) {
            node.propertyStream()
                    .forEach(property -> leaves(
                            property.getValue(),
                            path.isEmpty() ? property.getKey() : path + '.' + property.getKey(),
                            to));
        } else if (node.isArray()) {
            node.forEach(element -> leaves(element, path + "[]", to));
        } else {
            to.accept(path);
        }
    }

    private static JsonNode event(Predicate<String> wanted) throws IOException {
        return JSON.readTree(events().stream().filter(wanted).findFirst().orElseThrow());
    }
}
