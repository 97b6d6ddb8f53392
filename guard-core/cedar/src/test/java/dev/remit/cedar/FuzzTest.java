package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.remit.cedar.check.PolicyValidator;
import dev.remit.cedar.compile.PolicyCompiler;
import dev.remit.cedar.entity.EntityFormatException;
import dev.remit.cedar.entity.EntityParser;
import dev.remit.cedar.entity.EntityStore;
import dev.remit.cedar.eval.BindStatus;
import dev.remit.cedar.eval.CompiledPolicies;
import dev.remit.cedar.eval.ErrorMode;
import dev.remit.cedar.eval.RequestFrame;
import dev.remit.cedar.parse.PolicyJson;
import dev.remit.cedar.parse.PolicyParser;
import dev.remit.cedar.parse.PolicySource;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaFormatException;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broken input gives the named error and nothing else, and soon: 280,000 inputs. */
@Timeout(600)
class FuzzTest {
    private static final int INPUTS = 40_000;

    /** What one input may take, at most: far more than any does, and far less than one that has no end. */
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long SEED = 7_340_033L;
    private static final String POLICY_CHARS = "(){}[]\"\\*@?:;.,=!<>&|+-/ \n\t0129azAZ_\u0000é\ud800";
    private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
    private static final List<String> JSON_VALUES = List.of(
            "null",
            "0",
            "-1.5",
            "99999999999999999999",
            "true",
            "[]",
            "{}",
            "[{}]",
            "{\"Value\":1}",
            "[{\"Var\":\"action\"}]",
            "{\"left\":{\"Value\":1}}");
    private static final String SCHEMA = """
            {"N": {"commonTypes": {"T": {"type": "Record", "attributes": {"a": {"type": "Long"}, "b": {"type": "Set",
                "element": {"type": "String"}, "required": false}}}},
              "entityTypes": {"A": {"memberOfTypes": ["B"], "shape": {"type": "T"}, "tags": {"type": "Extension", "name": "ipaddr"}},
                "B": {}, "C": {"enum": ["x", "y"]}},
              "actions": {"read": {}, "view": {"memberOf": [{"id": "read"}], "appliesTo": {"principalTypes": ["A"],
                "resourceTypes": ["B", "C"], "context": {"type": "Record", "attributes": {"c": {"type": "EntityOrCommon", "name": "C"},
                "d": {"type": "Entity", "name": "A", "required": false}}}}}}}}
            """;
    private static final String JSON_CHARS = "{}[]\":,\\/ \n\t0129-+.eEtrufalsn\u0000é\ud800";

    @Test
    void shouldAnswerMutatedPoliciesWithSyntaxErrorsOnly() throws IOException {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        List<String> seeds = List.copyOf(Corpus.policies().values());
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            String text = mutate(seeds.get(random.nextInt(seeds.size())), random, POLICY_CHARS);
            accepted += isTaken(i, text, () -> compile(text)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(INPUTS / 100, INPUTS - INPUTS / 100);
    }

    @Test
    void shouldAnswerMutatedPoliciesInJsonWithSyntaxErrorsOnly() throws IOException {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        String templates = "@id(\"t\") permit(principal is A in ?principal, action, resource == ?resource);";
        String link = "{\"templateLinks\": [{\"templateId\": \"t\", \"newId\": \"l\", \"values\": {"
                + "\"?principal\": {\"type\": \"A\", \"id\": \"a\"}, \"?resource\": {\"type\": \"B\", \"id\": \"b\"}}}]}";
        List<String> seeds = new ArrayList<>();
        for (String policies : Corpus.policies().values()) {
            seeds.add(PolicyJson.write(PolicyParser.parse(List.of(
                    new PolicySource("seed", policies),
                    new PolicySource("t", templates),
                    new PolicySource("l", link)))));
        }
        List<String> words = words(seeds);
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            String seed = seeds.get(random.nextInt(seeds.size()));
            String text = i % 4 == 0 ? mutate(seed, random, JSON_CHARS) : swapWords(seed, random, words);
            accepted += isTaken(i, text, () -> compile(text)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(INPUTS / 50, INPUTS - INPUTS / 50);
    }

    /** All strings of JSON texts, keys among them, as they are written. */
    static List<String> words(List<String> texts) {
        return texts.stream()
                .flatMap(text -> STRING.matcher(text).results().map(MatchResult::group))
                .distinct()
                .toList();
    }

    /** Still JSON: one to three strings, keys among them, in the places of others, or a value elsewhere. */
    static String swapWords(String seed, Random random, List<String> words) {
        String text = seed;
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<MatchResult> strings = STRING.matcher(text).results().toList();
            MatchResult replaced = strings.get(random.nextInt(strings.size()));
            boolean key = text.startsWith(":", replaced.end());
            String word = switch (random.nextInt(4)) {
                case 0 -> words.get(random.nextInt(words.size()));
                case 1 -> key ? replaced.group() : JSON_VALUES.get(random.nextInt(JSON_VALUES.size()));
                // Another of the same text, which may well stand here too.
                default -> strings.get(random.nextInt(strings.size())).group();
            };
            text = text.substring(0, replaced.start()) + word + text.substring(replaced.end());
        }
        return text;
    }

    @Test
    void shouldAgreeWithAnotherReaderOnWhatIsJson() throws IOException {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        CompiledPolicies lazy = Requests.compile("permit(principal, action, resource) when {"
                + " context.input.a == 1 && context.input.b.c like \"x\" && context.input.d.contains(1) };");
        CompiledPolicies whole =
                Requests.compile("permit(principal, action, resource) when { context.input == {a: 1} };");
        String seed = """
                {"a": 12, "b": {"c": "x\\u00e9\\n", "z": [null, true, {"q": []}]}, "d": [1, -2.5e3, "y", {"a": {}}], "e": false}
                """;
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            String text = mutate(seed, random, JSON_CHARS);
            boolean valid = isJsonObject(text);
            for (CompiledPolicies compiled : List.of(lazy, whole)) {
                RequestFrame frame = Requests.frame(compiled);
                BindStatus status = frame.bindJson(compiled.contextSlot("input"), text);
                boolean taken = status == BindStatus.OK;
                // It stands before what may be wrong behind it.
                boolean agrees = taken == valid || status == BindStatus.DUPLICATE_KEY;
                assertThat(agrees).as("input %s, %s: %s", i, status, text).isTrue();
                compiled.decide(frame);
                accepted += taken ? 1 : 0;
            }
        }
        assertThat(accepted).isBetween(INPUTS / 100, 2 * INPUTS - INPUTS / 100);
    }

    @Test
    void shouldAnswerMutatedEntitiesWithFormatErrorsOnly() {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            String text = mutate(Requests.ENTITIES, random, JSON_CHARS);
            isTaken(i, text, () -> EntityParser.parse("fuzz", text));
        }
    }

    @Test
    void shouldAnswerMutatedEntitiesOfASchemaWithFormatErrorsOnly() throws IOException {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        Map<String, String> files = Corpus.generated();
        List<String> names = schemaNames(files);
        Map<String, Schema> schemas = new HashMap<>();
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            String name = names.get(random.nextInt(names.size()));
            Schema schema = schemas.computeIfAbsent(name, any -> SchemaParser.parse(any, files.get(any)));
            String entities = files.get(name.replace(".cedarschema", ".entities.json"));
            String text = i % 4 == 0
                    ? mutate(entities, random, JSON_CHARS)
                    : swapWords(entities, random, words(List.of(entities)));
            accepted += isTaken(i, text, () -> EntityParser.parse("fuzz", text, schema)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(INPUTS / 100, INPUTS - INPUTS / 100);
    }

    @Test
    void shouldAnswerMutatedSchemasWithFormatErrorsOnly() throws IOException {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        Map<String, String> files = Corpus.generated();
        List<String> names = schemaNames(files);
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            String name = names.get(random.nextInt(names.size()));
            String schema = files.get(name);
            String text = mutate(schema, random, POLICY_CHARS);
            String policies = files.get(name.replace(".cedarschema", ".cedar"));
            String entities = files.get(name.replace(".cedarschema", ".entities.json"));
            accepted += isTaken(i, text, () -> {
                        // A schema that is broken and still one meets policies and entities that it was not made for.
                        Schema other = SchemaParser.parse("fuzz", text);
                        PolicyValidator.validate(
                                PolicyParser.parse(List.of(new PolicySource("fuzz", policies))), other);
                        EntityParser.parse("fuzz", entities, other);
                    })
                    ? 1
                    : 0;
        }
        assertThat(accepted).isBetween(INPUTS / 100, INPUTS - INPUTS / 100);
    }

    @Test
    void shouldAnswerMutatedSchemasInJsonWithFormatErrorsOnly() {
        System.out.println("seed=" + SEED);
        Random random = new Random(SEED);
        List<String> words = words(List.of(SCHEMA));
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            String text = i % 2 == 0 ? mutate(SCHEMA, random, JSON_CHARS) : swapWords(SCHEMA, random, words);
            accepted += isTaken(i, text, () -> SchemaParser.parse("fuzz", text)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(INPUTS / 100, INPUTS - INPUTS / 100);
    }

    private static List<String> schemaNames(Map<String, String> files) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(".cedarschema"))
                .toList();
    }

    private static void compile(String text) {
        PolicyCompiler.compile(
                PolicyParser.parse(List.of(new PolicySource("fuzz", text))), EntityStore.empty(), ErrorMode.GUARD);
    }

    /** Whether a reader takes an input; it may refuse it by an error of its own that names the text, and not take too long. */
    private static boolean isTaken(int number, String text, Runnable reader) {
        long began = System.nanoTime();
        boolean taken = false;
        try {
            reader.run();
            taken = true;
        } catch (PolicySyntaxException | EntityFormatException | SchemaFormatException e) {
            assertThat(e.getMessage()).startsWith("fuzz:");
        } catch (RuntimeException | Error e) {
            throw new AssertionError("input " + number + ": " + text, e);
        }
        assertThat(System.nanoTime() - began).as("input %s: %s", number, text).isLessThan(LIMIT_NS);
        return taken;
    }

    private static boolean isJsonObject(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            int depth = object ? 1 : 0;
            boolean one = object;
            while (parser.nextToken() != null) {
                one &= depth > 0;
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
                if (parser.currentToken().isNumeric()) {
                    parser.getNumberType();
                }
            }
            return one;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** One to four small changes: a character put in, taken out or replaced, a stretch doubled or cut. */
    private static String mutate(String seed, Random random, String chars) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(4); i >= 0 && text.length() > 2; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, chars.charAt(random.nextInt(chars.length())));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.setCharAt(at, chars.charAt(random.nextInt(chars.length())));
                case 3 -> text.insert(at, text.substring(at, end));
                default -> text.delete(at, end);
            }
        }
        return text.toString();
    }
}
