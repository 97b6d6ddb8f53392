package dev.remit.it.adk;

import com.google.adk.agents.RunConfig.ToolExecutionMode;

/** What differs between the versions of the library, for code that uses it. */
final class Api {
    /** Each tool is called on a thread of its own. */
    static final ToolExecutionMode PARALLEL = ToolExecutionMode.PARALLEL_SUBSCRIBE;

    private Api() {}
}
