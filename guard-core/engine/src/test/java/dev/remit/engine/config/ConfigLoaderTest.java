package dev.remit.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.remit.engine.NamedMethod;
import dev.remit.engine.audit.Mode;
import dev.remit.engine.identity.AgentRule;
import dev.remit.engine.identity.IdentitySettings;
import dev.remit.engine.session.SessionLimits;
import dev.remit.engine.session.TaskBinding;
import dev.remit.engine.session.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String COMMAND = "/opt/acme/support-1.2.jar --port 80";

    @TempDir
    Path folder;

    @Test
    void shouldObserveAndRecordUnderTheWorkingFolderWhenNothingIsSet() {
        RemitConfig config = load(null);

        assertThat(config.mode()).isEqualTo(Mode.OBSERVE);
        assertThat(config.policy()).isNull();
        assertThat(config.entities()).isNull();
        assertThat(config.identity()).hasToString("spiffe://localhost/support");
        assertThat(config.auditDir()).isEqualTo(Path.of("remit-audit").toAbsolutePath());
        assertThat(config.auditArgumentBytes()).isEqualTo(4096);
        assertThat(config.auditRingBytes()).isEqualTo(8 << 20);
        assertThat(config.auditBlockMs()).isZero();
        assertThat(config.secretsEnv().isEmpty()).isTrue();
        assertThat(config.secretsFiles().isEmpty()).isTrue();
        assertThat(config.secretsKeystore().isEmpty()).isTrue();
        assertThat(config.secretsProperties().isEmpty()).isTrue();
        assertThat(config.report()).isTrue();
        assertThat(config.values()).extracting(ConfigValue::key).containsExactly(ConfigKey.values());
        assertThat(config.values()).allMatch(ConfigValue::isDefault);
    }

    @Test
    void shouldReadEveryKeyFromTheFile() throws IOException {
        Path policy = Files.createDirectory(folder.resolve("policies"));
        Path entities = Files.writeString(folder.resolve("entities.json"), "[]");
        Path file = file(
                "mode=enforce",
                "policy=" + policy,
                "policy.reload=60",
                "entities=" + entities,
                "identity=spiffe://acme.com/support/bookings",
                "identity.endpoint=unix:///run/spire/agent.sock",
                "identity.hint=support",
                "identity.wait=5",
                "identity.required=on",
                "context.required=on",
                "tools.hide=off",
                "hooks.strict=on",
                "delegation.hosts=worker.acme.com:443, *.workers.acme.com:8443",
                "delegation.audience=planner.acme.com:443",
                "environment=production",
                "tenant=acme",
                "time.zone=Europe/Berlin",
                "session.idle=60",
                "session.max=7",
                "session.full=refuse",
                "audit.dir=" + folder + "/a/../journal",
                "audit.argument-bytes=100",
                "audit.ring-bytes=1048576",
                "audit.block-ms=7",
                "audit.anchor=file:" + folder + "/anchor",
                "audit.results=on",
                "audit.redact=" + entities,
                "audit.keep-days=400",
                "audit.keep-bytes=10737418240",
                "secrets.env=PAYMENT_KEY, *_TOKEN",
                "secrets.files=/run/secrets, /etc/acme/*.pem",
                "secrets.keystore=Payment, *-signing",
                "secrets.properties=payment.key, *.Password",
                "jmx=on",
                "report=off");

        RemitConfig config = load(file);

        assertThat(config.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(config.policy()).isEqualTo(policy);
        assertThat(config.policyReloadSeconds()).isEqualTo(60);
        assertThat(config.entities()).isEqualTo(entities);
        assertThat(config.identity()).hasToString("spiffe://acme.com/support/bookings");
        assertThat(config.identitySettings())
                .isEqualTo(
                        new IdentitySettings(config.identitySettings().endpoint(), config.identity(), true, "support"));
        assertThat(config.identitySettings().endpoint()).hasToString("unix:///run/spire/agent.sock");
        assertThat(config.identityWaitMs()).isEqualTo(5000);
        assertThat(config.identityRequired()).isTrue();
        assertThat(config.contextRequired()).isTrue();
        assertThat(config.toolsHide()).isFalse();
        assertThat(config.hooksStrict()).isTrue();
        assertThat(config.delegationHosts().matches("a.workers.acme.com:8443")).isTrue();
        assertThat(config.delegationAudience().patterns()).containsExactly("planner.acme.com:443");
        assertThat(config.environment()).isEqualTo("production");
        assertThat(config.tenant()).isEqualTo("acme");
        assertThat(config.zone()).isEqualTo("Europe/Berlin");
        assertThat(config.sessionLimits()).isEqualTo(new SessionLimits(7, 60_000, SessionLimits.WhenFull.REFUSE));
        assertThat(config.auditDir()).isEqualTo(folder.resolve("journal"));
        assertThat(config.auditArgumentBytes()).isEqualTo(100);
        assertThat(config.auditRingBytes()).isEqualTo(1 << 20);
        assertThat(config.auditBlockMs()).isEqualTo(7);
        assertThat(config.auditAnchor()).isEqualTo(folder.resolve("anchor"));
        assertThat(config.auditResults()).isTrue();
        assertThat(config.auditRedact()).isEqualTo(entities);
        assertThat(config.auditKeepDays()).isEqualTo(400);
        assertThat(config.auditKeepBytes()).isEqualTo(10L << 30);
        assertThat(config.secretsEnv().patterns()).containsExactly("PAYMENT_KEY", "*_TOKEN");
        assertThat(config.secretsFiles().patterns()).containsExactly("/run/secrets", "/etc/acme/*.pem");
        assertThat(config.secretsKeystore().patterns()).containsExactly("payment", "*-signing");
        assertThat(config.secretsProperties().patterns()).containsExactly("payment.key", "*.Password");
        assertThat(config.jmx()).isTrue();
        assertThat(config.report()).isFalse();
        assertThat(config.values())
                .filteredOn(value -> value.key() != ConfigKey.SCHEMA)
                .noneMatch(ConfigValue::isDefault);
        assertThat(config.values().get(0).origin()).isEqualTo(file + ":1");
    }

    @Test
    void shouldFindTheWorkloadApiAsSpiffeNamesIt() throws IOException {
        Map<String, String> spiffe = Map.of("SPIFFE_ENDPOINT_SOCKET", "unix:/run/agent.sock");
        assertThat(load(null).identitySettings().endpoint()).isNull();
        assertThat(load(null, spiffe).identitySettings().endpoint()).hasToString("unix:/run/agent.sock");
        assertThat(load(file("identity.endpoint=none"), spiffe)
                        .identitySettings()
                        .endpoint())
                .isNull();
        assertThat(problems(null, Map.of("SPIFFE_ENDPOINT_SOCKET", "/run/agent.sock")))
                .singleElement()
                .asString()
                .startsWith("environment SPIFFE_ENDPOINT_SOCKET: identity.endpoint=/run/agent.sock: ");
    }

    @Test
    void shouldRefuseAnAudienceThatStandsForSeveral() throws IOException {
        Path file = file("delegation.audience=*.workers.acme.com:443");
        assertThat(problems(file, Map.of()))
                .singleElement()
                .asString()
                .startsWith(file + ":1: delegation.audience=*.workers.acme.com:443: ")
                .contains("without '*'");
    }

    @Test
    void shouldReadTasksAndAgentsByTheirNames() throws IOException {
        RemitConfig config = load(file(
                "identity=spiffe://acme.com/app",
                "task.refund.entry=com.acme.Support#refund(java.lang.String, int); com.acme.Desk#refund",
                "task.refund.user=1",
                "task.refund.ttl=300",
                "task.refund.budgets=calls=20, refund=1",
                "task.refund.labels=money",
                "task.refund.tools=refund, look_up",
                "task.plan.agent=com.acme.Planner",
                "agent.com.acme.Planner.id=/planner",
                "agent.worker.id=spiffe://acme.com/worker",
                "agent.mailer.svid=mail"));

        assertThat(config.tasks()).extracting(TaskBinding::intent).containsExactly("plan", "refund");
        TaskBinding refund = config.tasks().get(1);
        assertThat(refund.entries())
                .extracting(NamedMethod::toString)
                .containsExactly("com.acme.Support#refund(java.lang.String,int)", "com.acme.Desk#refund");
        assertThat(refund.onBehalfOf("user:alice"))
                .isEqualTo(new TaskSpec(
                        "refund",
                        "user:alice",
                        300_000,
                        Map.of("calls", 20L, "refund", 1L),
                        List.of("money"),
                        List.of("refund", "look_up")));
        assertThat(config.tasks().get(0).binds("com.acme.Planner")).isTrue();
        assertThat(config.agents())
                .containsExactly(
                        AgentRule.byId("com.acme.Planner", SpiffeId.parse("spiffe://acme.com/app/planner")),
                        AgentRule.bySvid("mailer", "mail"),
                        AgentRule.byId("worker", SpiffeId.parse("spiffe://acme.com/worker")));
        assertThat(config.hash())
                .isNotEqualTo(load(file("identity=spiffe://acme.com/app")).hash());
    }

    @Test
    void shouldReadMethodsThatAreTools() throws IOException {
        RemitConfig config = load(file(
                "hook.tool.pay=com.acme.Payments#pay(String, long); com.acme.Wires#send( byte[],java.util.Map,Integer...)",
                "hook.tool.mail.send=com.acme.Mail#send(String to, String  text)"));

        assertThat(config.tools())
                .extracting(tool -> tool.tool() + " " + tool.method())
                .containsExactly(
                        "pay com.acme.Payments#pay(java.lang.String,long)",
                        "pay com.acme.Wires#send(byte[],java.util.Map,java.lang.Integer[])",
                        "mail.send com.acme.Mail#send(java.lang.String,java.lang.String)");
        assertThat(config.tools().get(0).method().parameters()).isNull();
        assertThat(config.tools().get(2).method().parameters()).containsExactly("to", "text");
    }

    @Test
    void shouldSayEachProblemWithMethodsThatAreTools() throws IOException {
        Path file = file(
                "hook.tool.pay=com.acme.Payments.pay",
                "hook.tool.wire=",
                "hook.tool.mail=com.acme.Mail#send(String,,int)",
                "hook.tool.mail=com.acme.Mail#send",
                "hook.tools.x=com.acme.Mail#send",
                "hook.tool.fax=com.acme.Fax#send(String to, int)");
        assertThat(problems(file, Map.of()))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains(":1: ", "a method is named as com.acme.Support#refund"),
                        problem -> assertThat(problem).contains(":2: ", "empty"),
                        problem -> assertThat(problem).contains(":3: ", "a type is missing"),
                        problem -> assertThat(problem).contains(":4: hook.tool.mail is set twice"),
                        problem -> assertThat(problem).contains(":5: ", "unknown key 'hook.tools.x'", "hook.tool.NAME"),
                        problem -> assertThat(problem).contains(":6: ", "name each parameter or none"));
    }

    @Test
    void shouldSayEachProblemWithTasksAndAgents() throws IOException {
        Path file = file(
                "identity=spiffe://acme.com/app",
                "task.refund.entry=com.acme.Support.refund",
                "task.plan.ttl=-1",
                "task.plan.agent=Planner",
                "task.a b.agent=Planner",
                "task.pay.budgets=calls",
                "task.pay.agent=Payer",
                "task.wire.labels=money",
                "task.wire.labels=more",
                "task..entry=com.acme.Support#refund",
                "agent.worker.id=spiffe://other.example/worker",
                "agent.planner.id=/no way");
        assertThat(problems(file, Map.of()))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith(file + ":9: task.wire.labels is set twice"),
                        problem -> assertThat(problem).startsWith(file + ":10: unknown key 'task..entry'"),
                        problem -> assertThat(problem).contains(":2: ", "com.acme.Support#refund"),
                        problem -> assertThat(problem).contains(":3: ", "-1 is not from 1"),
                        problem -> assertThat(problem).contains(":5: ", "unknown key 'task.a'"),
                        problem -> assertThat(problem).contains(":6: "),
                        problem -> assertThat(problem).contains(":8: ", "nothing begins this task"),
                        problem -> assertThat(problem).contains(":11: ", "trust domain"),
                        problem -> assertThat(problem).contains(":12: ", "not allowed in the path"));
    }

    @Test
    void shouldLetTheEnvironmentWinOverTheFile() throws IOException {
        RemitConfig config = load(
                file("report=on", "audit.block-ms=nonsense"),
                Map.of("REMIT_REPORT", "off", "REMIT_AUDIT_BLOCK_MS", " 9 "));

        assertThat(config.report()).isFalse();
        assertThat(config.auditBlockMs()).isEqualTo(9);
        assertThat(config.values().get(ConfigKey.REPORT.ordinal()).origin()).isEqualTo("environment REMIT_REPORT");
    }

    @ParameterizedTest
    @EnumSource(ConfigKey.class)
    void shouldOverrideEveryKeyFromTheEnvironment(ConfigKey key) {
        assertThat(key.environmentName()).matches("REMIT(_[A-Z]+)+").doesNotStartWith("REMIT_TEST_");
        List<String> problems = problems(null, Map.of(key.environmentName(), "\u0001not/allowed anywhere="));

        if (Set.of(
                        ConfigKey.SECRETS_FILES,
                        ConfigKey.AUDIT_DIR,
                        ConfigKey.ENVIRONMENT,
                        ConfigKey.TENANT,
                        ConfigKey.IDENTITY_HINT)
                .contains(key)) {
            assertThat(problems).isEmpty(); // a path or a text may hold any of these characters
        } else {
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("environment " + key.environmentName() + ": " + key.text() + "=");
        }
    }

    @Test
    void shouldTakeAnEmptyValueForUnsetWhereEmptyMeansSomething() throws IOException {
        RemitConfig config = load(file("policy=", "identity=", "secrets.env=", "entities", "schema:"));

        assertThat(config.policy()).isNull();
        assertThat(config.identity()).hasToString("spiffe://localhost/support");
        assertThat(config.secretsEnv().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode", "audit.dir", "audit.argument-bytes", "report"})
    void shouldRefuseAnEmptyValueElsewhere(String key) throws IOException {
        assertThat(problems(file(key + "="), Map.of()))
                .singleElement()
                .asString()
                .contains(":1: " + key + "=: empty (allowed: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=enforced | :1: mode=enforced: no such choice (allowed: observe, enforce)",
                "mode=Enforce | :1: mode=Enforce: no such choice (allowed: observe, enforce)",
                "report=true | :1: report=true: no such choice (allowed: on, off)",
                "audit.argument-bytes=4k | :1: audit.argument-bytes=4k: not a whole number of digits alone (allowed: a whole number from 0 to 1048576)",
                "audit.argument-bytes=-1 | not a whole number of digits alone",
                "audit.argument-bytes=1048577 | too large",
                "audit.block-ms=99999999999999999999999 | too large (allowed: a whole number from 0 to 60000)",
                "audit.ring-bytes=3000000 | not a power of two (allowed: a power of two from 1048576 to 1073741824)",
                "audit.ring-bytes=1024 | too small",
                "policy=/does/not/exist | there is no such file: /does/not/exist (allowed: a file of policies, or a folder of .cedar and .cedar.json files)",
                "entities=/ | this is a folder: /",
                "schema=/does/not/exist | there is no such file: /does/not/exist",
                "identity=support | a SPIFFE ID starts with spiffe://",
                "secrets.env=A,,B | an element between commas is empty",
                "secrets.env=A B | no variable is called 'A B'",
                "secrets.keystore=A B | no key is called 'A B'",
                "secrets.properties=A=B | no property is called 'A=B'",
                "secrets.files=/ | the root folder would make every file a secret",
                "polcy=/etc/remit | :1: unknown key 'polcy'; the nearest is 'policy'",
                "audit_dir=/tmp | unknown key 'audit_dir'; the nearest is 'audit.dir'",
                "Mode=observe | unknown key 'Mode'; the nearest is 'mode'",
                "=observe | unknown key ''",
                "mode=\\u00zz | :1: a \\u escape is not followed by four hexadecimal digits",
                "mode=enforce | mode=enforce without a policy would refuse every call. Set policy=FILE-OR-FOLDER",
            })
    void shouldSayWhereWhatAndWhatIsAllowed(String line, String expected) throws IOException {
        Path file = file(line);

        List<String> problems = problems(file, Map.of());

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(file + ":1: ")
                .contains(expected);
    }

    @Test
    void shouldReportEverythingAtOnceInTheOrderOfReading() throws IOException {
        Path file = file("# comment", "", "mode=maybe", "auditdir=x", "mode=observe", "audit.ring-bytes=\\", "   12");

        ConfigException e = failure(file, Map.of("REMIT_AUDITDIR", "x", "REMIT_REPORT", "yes"));

        assertThat(e.problems())
                .containsExactly(
                        file + ":4: unknown key 'auditdir'; the nearest is 'audit.dir'",
                        file + ":5: mode is set twice, first at " + file + ":3; keep one",
                        "environment REMIT_AUDITDIR: no key is overridden by this variable; the nearest is REMIT_AUDIT_DIR (audit.dir)."
                                + " Rename or unset it: names that start with REMIT_ are Remit's own",
                        file + ":3: mode=maybe: no such choice (allowed: observe, enforce)",
                        file
                                + ":6: audit.ring-bytes=12: too small (allowed: a power of two from 1048576 to 1073741824)",
                        "environment REMIT_REPORT: report=yes: no such choice (allowed: on, off)");
        assertThat(e).hasMessage(e.problems().get(0) + " (and 5 more)");
    }

    @Test
    void shouldLeaveOtherVariablesAlone() {
        RemitConfig config = load(
                null,
                Map.of(
                        "REMIT_TEST_JDKS",
                        "/usr/lib/jvm/x",
                        "REMITTANCE",
                        "1",
                        "remit_mode",
                        "enforce",
                        "PATH",
                        "/bin"));

        assertThat(config.mode()).isEqualTo(Mode.OBSERVE);
    }

    @Test
    void shouldRefuseArgumentsThatCouldNotFitTheRing() throws IOException {
        assertThat(problems(file("audit.argument-bytes=1048576", "audit.ring-bytes=1048576"), Map.of()))
                .singleElement()
                .asString()
                .contains(":1: audit.argument-bytes=1048576: more than the ");
    }

    @Test
    void shouldNameAFileThatIsMissingOrAFolderOrNoText() throws IOException {
        Path missing = folder.resolve("missing.properties");
        Path binary = Files.write(folder.resolve("binary.properties"), new byte[] {'a', '=', (byte) 0xC3, (byte) 0x28});

        assertThat(problems(missing, Map.of()))
                .containsExactly(missing + ": there is no such file; check the path of the properties file");
        assertThat(problems(folder, Map.of()))
                .containsExactly(folder + ": this is a folder; name the properties file itself");
        assertThat(problems(binary, Map.of())).containsExactly(binary + ": not a text file in UTF-8");
    }

    @Test
    void shouldNameAFileOrFolderWithoutPermission() throws IOException {
        Path file = file("mode=observe");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file))
                .as("permissions do not bind this user")
                .isFalse();

        assertThat(problems(file, Map.of())).singleElement().asString().contains("cannot be read");
        assertThat(problems(null, Map.of("REMIT_POLICY", locked.toString())))
                .singleElement()
                .asString()
                .contains("no permission to read " + locked);
    }

    @Test
    void shouldKeepAnErrorOnOneLineOfVisibleCharacters() {
        String hostile = "\u001B[31m\nsecond line\u2028" + "x".repeat(10_000);

        assertThat(failure(null, Map.of("REMIT_MODE", hostile)).getMessage())
                .doesNotContain("\n", "\u001B", "\u2028")
                .contains("…")
                .hasSizeLessThan(400);
    }

    @Test
    void shouldHashWhatIsInEffectWhereverItCameFrom() throws IOException {
        String defaults = load(null).hash();

        assertThat(defaults).matches("[0-9a-f]{64}");
        assertThat(load(file("mode=observe")).hash()).isEqualTo(defaults);
        assertThat(load(file("identity=spiffe://localhost/support")).hash()).isEqualTo(defaults);
        assertThat(load(file("report=off")).hash()).isNotEqualTo(defaults);
        assertThat(ConfigLoader.load(null, Map.of(), "other.Main").hash()).isNotEqualTo(defaults);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("remit.properties"), List.of(lines), StandardCharsets.UTF_8);
    }

    private static RemitConfig load(@Nullable Path file) {
        return load(file, Map.of());
    }

    private static RemitConfig load(@Nullable Path file, Map<String, String> environment) {
        return ConfigLoader.load(file, environment, COMMAND);
    }

    private static ConfigException failure(@Nullable Path file, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> load(file, environment));
    }

    private static List<String> problems(@Nullable Path file, Map<String, String> environment) {
        ConfigException e = failure(file, environment);
        return e == null ? List.of() : e.problems();
    }
}
