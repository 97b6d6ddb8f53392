package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Bound;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of methods that can't be tasks. */
class BoundTasksIT {
    private static final String BOUND = Bound.class.getName();

    @TempDir
    Path folder;

    @Test
    void shouldSayWhichTasksAreBoundToNothing() throws Exception {
        final GuardedJvm jvm = new GuardedJvm(folder)
                .file("p.cedar", "permit (principal, action, resource);")
                .guarded(
                        "mode=enforce",
                        "policy=p.cedar",
                        "task.refund.entry=" + BOUND + "#refund",
                        "task.refund.user=1",
                        "task.missing.entry=" + BOUND + "#refnd",
                        "task.overloaded.entry=" + BOUND + "#pay",
                        "task.arguments.entry=" + BOUND + "#pay(long)",
                        "task.user.entry=" + BOUND + "#pay(int)",
                        "task.user.user=whom",
                        "task.unused.entry=" + BOUND + "$Unused#run",
                        "task.gone.entry=com.acme.Gone#run");
        final GuardedJvm.Result result = jvm.run(Bound.class);

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo("refund alice pay alice pay 1\n");
        assertThat(result.errLines())
                .contains("  tasks     arguments, gone, missing, overloaded, refund, unused, user");
        final String file = "Remit: " + folder.resolve("remit.properties");
        assertThat(result.errLines())
                .filteredOn(line -> line.startsWith("Remit: "))
                .containsExactlyInAnyOrder(
                        file + ":5: there is no method " + BOUND
                                + "#refnd with a body and these arguments; its calls are no task",
                        file + ":6: there are 2 methods " + BOUND
                                + "#pay; write its arguments' types behind it, as in " + BOUND
                                + "#pay(java.lang.String); its calls are no task",
                        file + ":7: there is no method " + BOUND
                                + "#pay with a body and these arguments; its calls are no task",
                        file + ":8: pay(int) has no parameter whom; name it by its place, from 1 to 1; its"
                                + " calls are no task",
                        file + ":10: " + BOUND + "$Unused#run was never called, as its class was never"
                                + " loaded; if it should have been, look at its name",
                        file
                                + ":11: com.acme.Gone#run was never called, as its class was never loaded; if it"
                                + " should have been, look at its name");
        assertThat(records(jvm, "anomaly")).hasSize(6).allMatch(line -> line.contains("not-bound"));
        assertThat(records(jvm, "task_opened")).hasSize(1).allMatch(line -> line.contains("alice"));
    }

    private static Stream<String> records(GuardedJvm jvm, String kind) throws Exception {
        return jvm.audit("print", "--format", "jsonl", "remit-audit")
                .out()
                .lines()
                .filter(line -> line.contains("\"kind\":\"" + kind + "\""));
    }
}
