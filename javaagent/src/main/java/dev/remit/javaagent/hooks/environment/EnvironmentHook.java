package dev.remit.javaagent.hooks.environment;

import static dev.remit.engine.Category.SECRET;

import dev.remit.engine.config.NamePatterns;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code System.getenv} and {@code ProcessBuilder.environment}: a variable that the configuration names as a secret is missing
 * where it may not be read, as if it were not set; an exception there would break libraries that only look. Armed only if the
 * configuration names some.
 */
public final class EnvironmentHook implements Hook {
    private static final String STORE = "env";

    private final EnforcementPoint enforcement;
    private final NamePatterns secrets;

    /** A hook for these variables. */
    public EnvironmentHook(EnforcementPoint enforcement, NamePatterns secrets) {
        this.enforcement = enforcement;
        this.secrets = secrets;
    }

    @Override
    public Library library() {
        return Library.of("environment variables");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(
                new CallSite(
                        SECRET, Target.of("java.lang.System", "getenv", "java.lang.String"), Sunk.result(new One())),
                new CallSite(SECRET, Target.of("java.lang.System", "getenv"), Sunk.result(new All())),
                new CallSite(
                        SECRET, Target.of("java.lang.ProcessEnvironment", "environment"), Sunk.result(new Childs())));
    }

    /** Whether the value may be handed out; decided and recorded. */
    private boolean isReleased(int site, String name, String value) {
        if (enforcement.secret(site, null, STORE, name) != null) {
            return false;
        }
        enforcement.end(site, value, null);
        return true;
    }

    private abstract static class Result implements Sink {
        @Override
        public @Nullable Object enter(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
            throw new IllegalStateException("nothing is woven before getenv");
        }
    }

    /** {@code getenv(name)}. */
    private final class One extends Result {
        @Override
        public @Nullable Object result(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
            if (result instanceof String value && first instanceof String name && secrets.matches(name)) {
                return isReleased(site, name, value) ? value : null;
            }
            return result;
        }
    }

    /** {@code getenv()}: the same map where nothing of it is secret, else one without what may not be read. */
    private final class All extends Result {
        @Override
        public @Nullable Object result(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
            if (!(result instanceof Map<?, ?> environment)) {
                return result;
            }
            Map<Object, Object> rest = null;
            for (Map.Entry<?, ?> entry : environment.entrySet()) {
                if (entry.getKey() instanceof String name
                        && entry.getValue() instanceof String value
                        && secrets.matches(name)
                        && !isReleased(site, name, value)) {
                    if (rest == null) {
                        rest = new HashMap<>(environment);
                    }
                    rest.remove(name);
                }
            }
            return rest == null ? environment : Map.copyOf(rest);
        }
    }

    /**
     * {@code ProcessBuilder.environment()}: the map that its caller reads is the one that the child gets, so what may not be read
     * is taken out of it, and the child goes without. A child whose builder's map nobody asked for inherits all.
     */
    private final class Childs extends Result {
        @Override
        public @Nullable Object result(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
            if (result instanceof Map<?, ?> environment) {
                for (Object key : environment.keySet().toArray()) {
                    if (key instanceof String name
                            && environment.get(name) instanceof String value
                            && secrets.matches(name)
                            && !isReleased(site, name, value)) {
                        environment.remove(name);
                    }
                }
            }
            return result;
        }
    }
}
