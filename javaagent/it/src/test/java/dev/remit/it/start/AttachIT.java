package dev.remit.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.it.app.Attaching;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Javaagents that are loaded into a guarded application while it runs. */
class AttachIT {
    @TempDir
    Path folder;

    @Test
    void shouldDecideAJavaagentThatIsLoadedWhoeverAttaches() throws Exception {
        final String policy = """
                @id("child")
                permit (principal, action == Remit::Action::"Exec", resource);
                @id("attaching")
                permit (principal, action == Remit::Action::"LoadCode", resource)
                when { [Remit::Code::"attach", Remit::Code::"agent/%s$Allowed"].contains(resource) };
                """.formatted(Attaching.class.getName());
        final GuardedJvm.Result result = new GuardedJvm(folder)
                .flag("-Djdk.attach.allowAttachSelf=true")
                .file("p.cedar", policy)
                .guarded("mode=enforce", "policy=p.cedar", "report=off")
                .run(Attaching.class);

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .isEqualTo("Allowed loaded\nDenied refused\nby itself: allowed\n"
                        + "Allowed loaded\nDenied refused\nby a child: allowed\n");
        assertThat(result.err())
                .contains("java.lang.SecurityException: Remit refused this call: action=LoadCode; resource=Code/agent/"
                        + Attaching.class.getName() + "$Denied");
    }
}
