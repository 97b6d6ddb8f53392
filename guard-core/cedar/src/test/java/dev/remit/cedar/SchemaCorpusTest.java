package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every schema of cedar-policy/cedar-integration-tests can be read. */
class SchemaCorpusTest {

    @Test
    void shouldReadGeneratedSchemas() throws IOException {
        assertThat(read(Corpus.generated())).hasSize(Corpus.GENERATED_CASES);
    }

    @Test
    void shouldReadHandWrittenSchemas() throws IOException {
        assertThat(read(Corpus.handWritten())).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldReadTheSameFromJson() throws IOException {
        for (Map.Entry<String, Schema> file : read(Corpus.generated()).entrySet()) {
            String json = SchemaJsonPrinter.print(file.getValue());
            assertThat(SchemaParser.parse("json", json)).as(file.getKey()).isEqualTo(file.getValue());
        }
        for (Schema schema : read(Corpus.handWritten()).values()) {
            assertThat(SchemaParser.parse("json", SchemaJsonPrinter.print(schema)))
                    .isEqualTo(schema);
        }
    }

    private static Map<String, Schema> read(Map<String, String> files) {
        Map<String, Schema> schemas = new HashMap<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (file.getKey().endsWith(".cedarschema")) {
                Schema schema = SchemaParser.parse(file.getKey(), file.getValue());
                assertThat(schema.actions()).as(file.getKey()).isNotEmpty();
                schemas.put(file.getKey(), schema);
            }
        }
        return schemas;
    }
}
