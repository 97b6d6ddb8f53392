package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTestCommandTest {
    private static final String CASE = """
            {"policies": "p.cedar", "entities": "e.json", "schema": "s.cedarschema", "shouldValidate": true,
             "requests": [
               {"description": "alice <views>", "principal": {"type": "User", "id": "alice"},
                "action": {"type": "Action", "id": "view"}, "resource": {"type": "Doc", "id": "d"},
                "context": {"ip": "10.0.0.1"}, "decision": "allow", "reason": ["own"], "errors": []},
               {"description": "bob views", "principal": {"type": "User", "id": "bob"},
                "action": {"type": "Action", "id": "view"}, "resource": {"type": "Doc", "id": "d"},
                "context": {"ip": "10.0.0.1"}, "decision": "deny", "reason": []}
             ]}
            """;

    @TempDir
    Path folder;

    private Path write(String caseText) throws IOException {
        Files.writeString(folder.resolve("p.cedar"), """
                @id("own") permit (principal, action == Action::"view", resource)
                when { resource.owner == principal && context.ip.isInRange(ip("10.0.0.0/8")) };
                """);
        Files.writeString(folder.resolve("s.cedarschema"), """
                entity User; entity Doc = { owner: User };
                action view appliesTo { principal: User, resource: Doc, context: { ip: ipaddr } };
                """);
        Files.writeString(folder.resolve("e.json"), """
                [{"uid": {"type": "Doc", "id": "d"}, "attrs": {"owner": {"type": "User", "id": "alice"}}, "parents": []}]
                """);
        Path cases = Files.createDirectories(folder.resolve("cases/docs"));
        return Files.writeString(cases.resolve("view.json"), caseText);
    }

    @Test
    void shouldRunTheCasesOfAFolderAndFindWhatTheyNameAbove() throws IOException {
        write(CASE);
        assertThat(CommandRun.of("policy", "test", folder.toString()))
                .isEqualTo(new CommandRun(0, "2 requests in 1 case file, all as expected\n", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "\"allow\" ==> \"deny\" ==> alice <views>: expected deny by own, was allow by own",
                "[\"own\"] ==> [] ==> alice <views>: expected allow, was allow by own",
                "\"errors\": [] ==> \"errors\": [\"own\"] ==> expected allow by own with errors in own, was allow by own",
                "\"shouldValidate\": true ==> \"shouldValidate\": false ==> the policies fit the schema, expected that they don't",
                "{\"type\": \"User\", \"id\": \"bob\"} ==> {\"type\": \"Usr\", \"id\": \"bob\"} ==> bob views: the request does not fit the schema: the schema has no entity type `Usr`",
                "\"context\": {\"ip\": \"10.0.0.1\"}, \"decision\": \"deny\" ==> \"context\": {\"ip\": 1}, \"decision\": \"deny\" ==> unexpected number, expected `ipaddr`",
            })
    void shouldShowEachAnswerThatIsNotExpected(String text, String changed, String message) throws IOException {
        assertThat(CASE).contains(text);
        Path file = write(CASE.replace(text, changed));
        CommandRun run = CommandRun.of("policy", "test", file.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("FAILED " + file + ": ")
                .contains(message)
                .contains("1 failure\n");

        CommandRun asJson = CommandRun.of("policy", "test", "--json", file.toString());
        assertThat(asJson.status()).isEqualTo(1);
        assertThat(asJson.out()).startsWith("{\"files\":1,\"requests\":2,\"failed\":1,\"failures\":[{\"file\":");
    }

    @Test
    void shouldWriteWhatBuildServersRead() throws IOException {
        Path file = write(CASE.replace("\"deny\"", "\"allow\""));
        Path xml = folder.resolve("reports/policy.xml");
        assertThat(CommandRun.of("policy", "test", "--junit", xml.toString(), file.toString())
                        .status())
                .isEqualTo(1);
        assertThat(Files.readString(xml))
                .contains(
                        "tests=\"3\" failures=\"1\"",
                        "name=\"alice &lt;views&gt;\"",
                        "<failure message=\"expected allow, was deny\">");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ==> ",
            quoteCharacter = '~',
            value = {
                "\"p.cedar\" ==> \"q.cedar\" ==> names q.cedar, which is neither in its folder nor in one above",
                "\"requests\" ==> \"request\" ==> view.json:2:2: unknown key `request`",
                "\"deny\" ==> \"maybe\" ==> `maybe` is no decision, expected `allow` or `deny`",
                "\"principal\" ==> \"principals\" ==> unknown key `principals`",
            })
    void shouldNameACaseThatCannotBeRead(String text, String changed, String message) throws IOException {
        Path file = write(CASE.replace(text, changed));
        CommandRun run = CommandRun.of("policy", "test", file.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
    }

    @Test
    void shouldNameAFolderWithoutCases() {
        CommandRun run = CommandRun.of("policy", "test", folder.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(folder + " holds no case file");
    }

    @Test
    void shouldDecideAsTheGuardDoesWhenAsked() throws IOException {
        Path file = write(CASE.replace("\"shouldValidate\": true,", ""));
        Files.writeString(
                folder.resolve("p.cedar"),
                "@id(\"own\") permit (principal, action, resource) when { resource.owner == principal };\n"
                        + "@id(\"broken\") forbid (principal, action, resource) when { principal.level > 3 };");
        CommandRun cedar = CommandRun.of("policy", "test", file.toString());
        assertThat(cedar.out())
                .contains("alice <views>: expected allow by own, was allow by own with errors in broken");
        CommandRun guard = CommandRun.of("policy", "test", "--mode", "guard", file.toString());
        assertThat(guard.out())
                .contains("alice <views>: expected allow by own, was deny by broken with errors in broken");
    }
}
