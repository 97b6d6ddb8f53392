package dev.remit.cedar.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.Corpus;
import dev.remit.cedar.SchemaJsonPrinter;
import dev.remit.cedar.TestJson;
import dev.remit.cedar.differential.Engine.Answer;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What cedar-java refuses of schemas, of entities by a schema and of requests by a schema is refused, and what it takes is taken: schemas of a generator,
 * and the corpus with a word changed.
 *
 * <p>On purpose we refuse more: what {@link SyntaxDifferentialTest} says, an attribute that stands twice in one record, and an array in the place of an
 * object, which Rust's reader takes for its members in some order.
 *
 * <p>{@code -Dremit.seed} and {@code -Dremit.requests} as in {@link DifferentialTest}.
 */
class SchemaDifferentialTest {
    private static final long SEED = Long.getLong("remit.seed", 20_260_101L);
    private static final int TEXTS = Integer.getInteger("remit.requests", 20_000) / 5;
    private static final int LONGEST = 2_000;
    private static final int MISMATCHES = 20;
    private static final Pattern ENTITY = Pattern.compile("\\{\"__entity\":(\\{[^{}]*})}");
    private static final Pattern EXTENSION =
            Pattern.compile("\\{\"__extn\":(\\{\"fn\":\"[a-z]+\",\"arg\":(\"[^\"]*\")})}");

    private final Engine remit = new Remit();
    private final Engine cedarJava = new CedarJava();
    private final List<String> mismatches = new ArrayList<>();
    private int accepted;
    private int stricter;

    @Test
    void shouldTakeTheSameGeneratedSchemas() {
        compare(dice -> Term.leaf(SchemaGenerator.generate(dice)), Engine::schema, 0.02);
    }

    @Test
    void shouldTakeTheSameSchemas() throws IOException {
        List<String> seeds = schemas();
        Dice chance = new Dice(SEED);
        for (int i = 0; i < 2 * TEXTS / 3; i++) {
            String text = SchemaGenerator.generate(chance);
            if (remit.schema(text).isAccepted()) {
                seeds.add(text);
            }
        }
        compare(dice -> Mutation.of(dice.pick(seeds), Mutation.SCHEMA_WORDS, dice), Engine::schema, 0.05);
    }

    @Test
    void shouldTakeTheSameSchemasInJson() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (String text : schemas()) {
            seeds.add(SchemaJsonPrinter.print(SchemaParser.parse("s", text)));
        }
        compare(dice -> Mutation.of(dice.pick(seeds), Mutation.SCHEMA_JSON_WORDS, dice), Engine::schema, 0.01);
    }

    @Test
    void shouldTakeTheSameEntitiesBySchema() throws IOException {
        List<Typed> seeds = cases();
        Typed[] seed = new Typed[1];
        compare(
                dice -> {
                    seed[0] = dice.pick(seeds);
                    return mutated(implicit(seed[0].entities(), dice), seed[0].types(), dice);
                },
                (engine, text) -> engine.conforms(seed[0].schema(), text, seed[0].request()),
                0.05);
    }

    @Test
    void shouldTakeTheSameRequestsBySchema() throws IOException {
        List<Typed> seeds = cases();
        Typed[] seed = new Typed[1];
        Case.Request[] parties = new Case.Request[1];
        compare(
                dice -> {
                    seed[0] = dice.pick(seeds);
                    parties[0] = seed[0].request();
                    if (dice.chance(0.3)) {
                        Typed other = dice.pick(seeds);
                        parties[0] = new Case.Request(
                                dice.pick(List.of(parties[0], other.request())).principal(),
                                dice.pick(List.of(parties[0], other.request())).action(),
                                dice.pick(List.of(parties[0], other.request())).resource(),
                                parties[0].context());
                    }
                    return mutated(implicit(parties[0].context().toString(), dice), seed[0].types(), dice);
                },
                (engine, text) -> engine.conforms(
                        seed[0].schema(),
                        "[]",
                        new Case.Request(
                                parties[0].principal(), parties[0].action(), parties[0].resource(), Term.leaf(text))),
                0.05);
    }

    /** Without some of the escapes, which a schema makes needless. */
    private static String implicit(String json, Dice dice) {
        String entities = ENTITY.matcher(json).replaceAll(match -> dice.chance(0.5) ? "$1" : "$0");
        return EXTENSION.matcher(entities).replaceAll(match -> dice.pick("$1", "$2", "$0", "$0"));
    }

    /** Changed in its words or in its values, or now and then as it is. */
    private static Term mutated(String text, List<String> types, Dice dice) {
        if (dice.chance(0.1)) {
            return Term.leaf(text);
        }
        if (dice.chance(0.7)) {
            return Term.list("", "", "", Mutation.words(JsonMutation.of(text, types, dice)));
        }
        List<String> words = new ArrayList<>(Mutation.JSON_WORDS);
        for (String type : types) {
            words.add('"' + type + '"');
        }
        return Mutation.of(text, words, dice);
    }

    private interface Reader {
        Answer read(Engine engine, String text);
    }

    private void compare(Function<Dice, Term> generator, Reader reader, double leastAccepted) {
        System.out.printf("seed=%d texts=%d%n", SEED, TEXTS);
        for (int i = 0; i < TEXTS && mismatches.size() < MISMATCHES; i++) {
            Term text = generator.apply(new Dice(SEED + i));
            Answer expected = reader.read(cedarJava, text.toString());
            Answer actual = reader.read(remit, text.toString());
            accepted += expected.isAccepted() ? 1 : 0;
            if (!actual.agrees(expected)) {
                note(SEED + i, text, reader, expected, actual);
            }
        }
        System.out.printf("texts=%d accepted=%d refusedOnPurpose=%d%n", TEXTS, accepted, stricter);
        assertThat(mismatches).as("mismatches").isEmpty();
        assertThat(accepted).isBetween((int) (TEXTS * leastAccepted), (int) (TEXTS * (1 - leastAccepted)));
    }

    private void note(long seed, Term text, Reader reader, Answer expected, Answer actual) {
        if (expected.isAccepted() && isRefusedOnPurpose("", actual)) {
            stricter++;
            return;
        }
        Predicate<Term> stillDiffers =
                candidate -> reader.read(cedarJava, candidate.toString()).agrees(expected)
                        && reader.read(remit, candidate.toString()).agrees(actual);
        String small = Shrinker.shrink(text, stillDiffers).toString();
        Answer ours = reader.read(remit, small);
        if (expected.isAccepted() && isRefusedOnPurpose(small, ours)) {
            stricter++;
            return;
        }
        mismatches.add("\nseed=" + seed + "\n" + small + "\nremit:      " + ours + "\ncedar-java: "
                + reader.read(cedarJava, small));
        System.out.println(mismatches.get(mismatches.size() - 1));
    }

    private static boolean isRefusedOnPurpose(String small, Answer answer) {
        return answer.detail().contains("unknown key")
                || answer.detail().contains("stands twice in one record")
                || answer.detail().contains("unexpected array, expected an object")
                || small.matches("(?s).*\"__(entity|extn|expr)\".*");
    }

    private static List<String> schemas() throws IOException {
        List<String> schemas = new ArrayList<>();
        for (Map<String, String> files : List.of(Corpus.generated(), Corpus.handWritten())) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                // The library's door takes no NUL.
                if (file.getKey().endsWith(".cedarschema")
                        && isShort(file.getValue())
                        && !file.getValue().contains("\0")) {
                    schemas.add(file.getValue());
                }
            }
        }
        return schemas;
    }

    private static boolean isShort(String text) {
        return text.length() <= LONGEST;
    }

    /** A case's schema and entities with one of its requests. */
    private record Typed(String schema, String entities, Case.Request request, List<String> types) {}

    private static List<Typed> cases() throws IOException {
        List<Typed> cases = new ArrayList<>();
        for (Map<String, String> files : List.of(Corpus.generated(), Corpus.handWritten())) {
            for (String name : Corpus.cases(files)) {
                Map<String, Object> test = TestJson.object(files.get(name));
                String schema = files.get((String) test.get("schema"));
                String entities = compact(files.get((String) test.get("entities")));
                if (isShort(schema) && isShort(entities)) {
                    for (Object request : ((List<?>) test.get("requests")).subList(0, 2)) {
                        cases.add(new Typed(schema, entities, request((Map<?, ?>) request), types(schema)));
                    }
                }
            }
        }
        return cases;
    }

    private static String compact(String array) throws IOException {
        return TestJson.write(TestJson.object("{\"array\":" + array + "}").get("array"));
    }

    private static Case.Request request(Map<?, ?> request) throws IOException {
        return new Case.Request(
                Term.leaf(TestJson.write(request.get("principal"))),
                Term.leaf(TestJson.write(request.get("action"))),
                Term.leaf(TestJson.write(request.get("resource"))),
                Term.leaf(TestJson.write(request.get("context"))));
    }

    private static List<String> types(String schema) {
        List<String> types = new ArrayList<>();
        for (EntityType type : SchemaParser.parse("s", schema).entityTypes()) {
            types.add(type.name());
        }
        return types;
    }
}
