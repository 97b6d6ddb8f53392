package dev.remit.javaagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's example prints what the page shows. */
class PolicyExplainPageTest {
    @TempDir
    Path folder;

    @Test
    void shouldPrintWhatThePageShows() throws IOException {
        String page = Files.readString(CommandLinePageTest.page());
        String example = page.substring(page.indexOf("### Why was this refused?"));
        Path policy = Files.writeString(folder.resolve("agent.cedar"), block(example, "```cedar\n"));
        Path request = Files.writeString(folder.resolve("refund.json"), block(example, "```json\n"));

        CommandRun run =
                CommandRun.of("policy", "explain", "--policy", policy.toString(), "--request", request.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(folder + "/", "")).isEqualTo(block(example, "prints\n\n```\n"));
    }

    private static String block(String text, String fence) {
        int start = text.indexOf(fence) + fence.length();
        return text.substring(start, text.indexOf("```", start));
    }
}
