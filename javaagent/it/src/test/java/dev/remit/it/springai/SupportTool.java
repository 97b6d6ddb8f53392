package dev.remit.it.springai;

import java.util.List;
import org.springframework.ai.tool.annotation.Tool;

/** A tool of one agent's alone; notes that it ran. */
public class SupportTool {
    private final List<String> ran;

    SupportTool(List<String> ran) {
        this.ran = ran;
    }

    /** Is permitted to the support agent. */
    @Tool(name = "support_tool", description = "of one agent")
    public String support() {
        ran.add("support");
        return "it ran";
    }
}
