package dev.remit.javaagent.hooks.koog;

import static dev.remit.engine.Category.TOOL;

import ai.koog.agents.core.environment.ReceivedToolResult;
import ai.koog.agents.core.environment.ToolResultKind;
import ai.koog.agents.core.tools.ToolBase;
import ai.koog.agents.core.tools.ToolRegistry;
import ai.koog.agents.core.tools.reflect.ToolFromCallable;
import ai.koog.prompt.message.MessagePart;
import ai.koog.serialization.JSONObject;
import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.BaseContinuationImpl;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Tools go through the environment of their agent, in a function that may be suspended: it then returns a mark, and is called again without arguments,
 * with a continuation of its own in the place of its caller's, when the tool has come to its end. The call is tied to the caller's continuation, which both
 * times are within reach of, and ends the second time.
 *
 * <p>The session is the agent's id. A tool that is suspended goes on wherever its dispatcher says, where the guard does
 * not know whose work it is.
 */
public final class KoogHook extends LibraryHook {
    /** The table of Koog. */
    public KoogHook() {
        super("Koog", List.of("1.1+"), "agents-core-jvm");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(decided(
                TOOL,
                Target.of(
                        "ai.koog.agents.core.environment.GenericAgentEnvironment",
                        "processToolCall",
                        "ai.koog.prompt.message.MessagePart$Tool$Call",
                        "ai.koog.agents.core.tools.ToolCallMetadata",
                        "kotlin.coroutines.Continuation"),
                call("Tool", "Result")));
    }

    /** The call is made, or goes on: then there is nothing to decide. */
    static final class Tool {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable String enter(
                @Site int site,
                @Advice.FieldValue("agentId") String agentId,
                @Advice.FieldValue("toolRegistry") ToolRegistry tools,
                @Advice.Argument(0) MessagePart.Tool.Call call,
                @Advice.Argument(2) Continuation<?> continuation) {
            if (call == null) {
                RemitGate.resume(site, ((BaseContinuationImpl) continuation).getCompletion());
                return null;
            }
            final ToolBase<?, ?> tool = tools.getToolOrNull(call.getTool());
            String toolset = null;
            if (tool instanceof ToolFromCallable<?> method && method.getThisRef() != null) {
                toolset = method.getThisRef().getClass().getName();
            } else if (tool != null) {
                toolset = tool.getClass().getName();
            }
            return RemitGate.tool(site, call, toolset, call.getTool(), call.getArgs(), agentId);
        }
    }

    /** A refusal is the failure of a tool, which goes back to the model. */
    static final class Result {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Site int site,
                @Advice.Enter String refusal,
                @Advice.Argument(0) MessagePart.Tool.Call call,
                @Advice.Argument(2) Continuation<?> continuation,
                @Advice.Return(readOnly = false) Object result,
                @Advice.Thrown Throwable thrown) {
            if (refusal != null) {
                result = new ReceivedToolResult(
                        call.getId(),
                        call.getTool(),
                        new JSONObject(Map.of()),
                        null,
                        refusal,
                        new ToolResultKind.Failure(null),
                        null,
                        null,
                        null);
            } else {
                Throwable failed = thrown;
                Object text = null;
                if (result instanceof ReceivedToolResult received) {
                    text = received.getOutput();
                    if (received.getResultKind() instanceof ToolResultKind.Failure failure) {
                        failed = failure.getError();
                    }
                }
                final boolean suspended = thrown == null && result == IntrinsicsKt.getCOROUTINE_SUSPENDED();
                if (call == null) {
                    final Object caller = ((BaseContinuationImpl) continuation).getCompletion();
                    RemitGate.end(site, null, null);
                    if (failed instanceof CancellationException) {
                        RemitGate.cancelled(site, caller);
                    } else if (!suspended) {
                        RemitGate.ended(site, caller, failed);
                    }
                } else if (suspended) {
                    RemitGate.carry(site, continuation);
                    RemitGate.tie(site, RemitGate.endLater(site, null, null), continuation);
                } else {
                    RemitGate.end(site, text, failed);
                }
            }
        }
    }
}
