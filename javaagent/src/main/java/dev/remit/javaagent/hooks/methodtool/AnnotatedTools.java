package dev.remit.javaagent.hooks.methodtool;

import dev.remit.engine.NamedMethod;
import dev.remit.javaagent.weave.AnnotatedMethods;
import dev.remit.javaagent.weave.BoundTool;
import dev.remit.javaagent.weave.CallSite;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Methods that the application has annotated with remit-api's {@code @GuardedTool}. Stateless. */
public final class AnnotatedTools implements AnnotatedMethods {
    @Override
    public String annotation() {
        return "Ldev/remit/api/GuardedTool;";
    }

    @Override
    public CallSite callSite(NamedMethod method, Map<String, Object> values) {
        return MethodToolHook.tool(
                method,
                false,
                new BoundTool(
                        or(values.get("toolset"), method.className()),
                        or(values.get("value"), method.method()),
                        null,
                        "@GuardedTool of " + method));
    }

    @Override
    public void numbered(int site, CallSite callSite) {}

    private static String or(@Nullable Object value, String other) {
        return value instanceof String text && !text.isEmpty() ? text : other;
    }
}
