package dev.remit.javaagent.hooks.properties;

import dev.remit.engine.config.NamePatterns;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code System.getProperty} and {@code getProperties}: a property that the configuration names as a secret is missing where it may not
 * be read, as if it were not set. Armed only if the configuration names some.
 */
public final class PropertiesHook implements Hook {
    private static final String SYSTEM = "java.lang.System";
    private static final String TEXT = "java.lang.String";

    private final EnforcementPoint enforcement;
    private final NamePatterns secrets;

    /** A hook for these properties. */
    public PropertiesHook(EnforcementPoint enforcement, NamePatterns secrets) {
        this.enforcement = enforcement;
        this.secrets = secrets;
    }

    @Override
    public Library library() {
        return Library.of("system properties");
    }

    @Override
    public List<CallSite> callSites() {
        final Sink one = new One();
        // Without a category: the self-test, which tries those that have one, reads properties itself.
        return List.of(
                new CallSite(null, Target.of(SYSTEM, "getProperty", TEXT), Sunk.replacing(one)),
                new CallSite(null, Target.of(SYSTEM, "getProperty", TEXT, TEXT), Sunk.replacing(one)),
                new CallSite(null, Target.of(SYSTEM, "getProperties"), Sunk.result(new All())));
    }

    /** Whether the value may be handed out; decided and recorded. */
    private boolean isReleased(int site, String name, String value) {
        if (enforcement.secret(site, null, "property", name) != null) {
            return false;
        }
        enforcement.end(site, value, null);
        return true;
    }

    /** One property. Nothing is open while it is read: it is decided at once, and only if it is set. */
    private final class One implements Sink {
        @Override
        public @Nullable Object enter(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
            // With a default, which behind the body looks like any value.
            if (!(second instanceof String otherwise)
                    || !(first instanceof String name)
                    || !secrets.matches(name)
                    || enforcement.isGuarding()) {
                return null;
            }
            final @Nullable String value = read(name);
            return value != null && isReleased(site, name, value) ? value : otherwise;
        }

        @Override
        public @Nullable Object result(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
            if (result instanceof String value && first instanceof String name && secrets.matches(name)) {
                return isReleased(site, name, value) ? value : null;
            }
            return result;
        }

        private @Nullable String read(String name) {
            final @Nullable String[] value = new String[1];
            enforcement.unguarded(new Runnable() {
                @Override
                public void run() {
                    value[0] = System.getProperty(name);
                }
            });
            return value[0];
        }
    }

    /** All of them: the very object where nothing of it is refused, else a copy without what may not be read. */
    private final class All implements Sink {
        @Override
        public @Nullable Object enter(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
            throw new IllegalStateException("nothing is woven before getProperties");
        }

        @Override
        public @Nullable Object result(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
            if (!(result instanceof Properties properties) || enforcement.isGuarding()) {
                return result;
            }
            Properties rest = null;
            for (Object key : properties.keySet().toArray()) {
                if (key instanceof String name
                        && secrets.matches(name)
                        && properties.get(name) instanceof String value
                        && !isReleased(site, name, value)) {
                    if (rest == null) {
                        rest = new Properties();
                        rest.putAll(properties);
                    }
                    rest.remove(name);
                }
            }
            return rest == null ? properties : rest;
        }
    }
}
