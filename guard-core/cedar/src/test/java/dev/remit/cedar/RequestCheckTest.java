package dev.remit.cedar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.check.RequestCheck;
import dev.remit.cedar.entity.ContextParser;
import dev.remit.cedar.parse.EntityUidParser;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.SchemaParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a schema allows. */
class RequestCheckTest {
    private static final Schema SCHEMA = SchemaParser.parse("s", """
            entity User, Bot, Doc;
            entity Color enum ["red", "blue"];
            action view appliesTo { principal: [User, Color], resource: [Doc, Color], context: {
              n: Long, b?: Bool, s?: String, d?: decimal, i?: ipaddr, t?: datetime, p?: duration,
              u?: User, c?: Color, a?: Action, set?: Set<Long>, r?: { x: Set<Color>, y?: String } } };
            action group;
            namespace N { entity Doc2; action view2 appliesTo { principal: User, resource: N::Doc2 }; }
            """);

    private static EntityUid uid(String text) {
        return Objects.requireNonNull(EntityUidParser.parse(text), text);
    }

    private static List<String> check(String principal, String action, String resource) {
        return RequestCheck.check(SCHEMA, uid(principal), uid(action), uid(resource));
    }

    @Test
    void shouldTakeWhatTheSchemaAllows() {
        assertThat(check("User::\"u\"", "Action::\"view\"", "Doc::\"d\"")).isEmpty();
        assertThat(check("Color::\"red\"", "Action::\"view\"", "Color::\"blue\""))
                .isEmpty();
        assertThat(check("User::\"u\"", "N::Action::\"view2\"", "N::Doc2::\"d\""))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "Nobody::\"u\" Action::\"view\" Doc::\"d\" ==> the schema has no entity type `Nobody`, which the principal has",
                "User::\"u\" Action::\"view\" N::Doc::\"d\" ==> the schema has no entity type `N::Doc`, which the resource has",
                "Action::\"view\" Action::\"view\" Doc::\"d\" ==> the schema has no entity type `Action`, which the principal has",
                "Color::\"green\" Action::\"view\" Doc::\"d\" ==> the schema has no entity `Color::\"green\"`, which the principal is",
                "User::\"u\" Action::\"view\" Color::\"green\" ==> the schema has no entity `Color::\"green\"`, which the resource is",
                "User::\"u\" Action::\"edit\" Doc::\"d\" ==> the schema has no action `Action::\"edit\"`",
                "User::\"u\" N::Action::\"view\" Doc::\"d\" ==> the schema has no action `N::Action::\"view\"`",
                "User::\"u\" User::\"u\" Doc::\"d\" ==> the schema has no action `User::\"u\"`",
                "Bot::\"u\" Action::\"view\" Doc::\"d\" ==> by the schema `Action::\"view\"` takes no principal of the type `Bot`",
                "User::\"u\" Action::\"view\" User::\"d\" ==> by the schema `Action::\"view\"` takes no resource of the type `User`",
                "User::\"u\" Action::\"group\" Doc::\"d\" ==> by the schema `Action::\"group\"` takes no principal of the type `User`",
            })
    void shouldSayWhatDoesNotFit(String request, String problem) {
        String[] parts = request.split(" ");
        assertThat(check(parts[0], parts[1], parts[2])).contains(problem);
    }

    @Test
    void shouldSayAllThatDoesNotFit() {
        assertThat(check("Nobody::\"u\"", "Action::\"edit\"", "Color::\"green\""))
                .hasSize(3);
        assertThat(check("Bot::\"u\"", "Action::\"view\"", "User::\"d\"")).hasSize(2);
    }

    @Test
    void shouldTakeAllRequestsOfTheCorpus() throws IOException {
        int requests = 0;
        for (Map<String, String> files : List.of(Corpus.generated(), Corpus.handWritten())) {
            for (String name : Corpus.cases(files)) {
                Map<String, Object> test = TestJson.object(files.get(name));
                Schema schema = SchemaParser.parse("s", files.get((String) test.get("schema")));
                for (Object request : (List<?>) test.get("requests")) {
                    Map<?, ?> members = (Map<?, ?>) request;
                    if (Boolean.TRUE.equals(members.get("validateRequest"))) {
                        EntityUid action = uid((Map<?, ?>) members.get("action"));
                        ActionType type = Objects.requireNonNull(schema.action(action));
                        ContextParser.parse("c", TestJson.write(members.get("context")), schema, type);
                        assertThat(RequestCheck.check(
                                        schema, uid((Map<?, ?>) members.get("principal")), action, uid((Map<?, ?>)
                                                members.get("resource"))))
                                .as(name)
                                .isEmpty();
                        requests++;
                    }
                }
            }
        }
        assertThat(requests).isGreaterThanOrEqualTo(31_656);
    }

    private static EntityUid uid(Map<?, ?> members) {
        return EntityUid.of((String) members.get("type"), (String) members.get("id"));
    }
}
