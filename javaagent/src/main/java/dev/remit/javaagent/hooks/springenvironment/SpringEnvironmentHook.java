package dev.remit.javaagent.hooks.springenvironment;

import dev.remit.engine.config.NamePatterns;
import dev.remit.javaagent.enforce.EnforcementPoint;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Sink;
import dev.remit.javaagent.weave.Sunk;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Spring's Environment and placeholders are resolved by, Spring's own and Spring Boot's: a property that the configuration names as
 * a secret is missing where it may not be read. Which names these are only the guard knows, so that a sink decides, as in the JDK.
 * Armed only if the configuration names some.
 */
public final class SpringEnvironmentHook implements Hook {
    private static final String BOOT =
            "org.springframework.boot.context.properties.source.ConfigurationPropertySourcesPropertyResolver";

    private static final String WITHIN_BOOT = BOOT + "$";

    private final EnforcementPoint enforcement;
    private final PropertyNames secrets;

    /** A hook for these properties. */
    public SpringEnvironmentHook(EnforcementPoint enforcement, NamePatterns secrets) {
        this.enforcement = enforcement;
        this.secrets = new PropertyNames(secrets);
    }

    @Override
    public Library library() {
        return new Library("Spring Environment", List.of("spring-core"), List.of("7.", "6."));
    }

    @Override
    public List<CallSite> callSites() {
        final Sink found = new Found();
        return List.of(row("org.springframework.core.env.PropertySourcesPropertyResolver", found), row(BOOT, found));
    }

    /** Without a category: the self-test tries those of the JDK, before an application is there. */
    private static CallSite row(String resolver, Sink found) {
        return new CallSite(
                null,
                Target.of(resolver, "getProperty", "java.lang.String", "java.lang.Class", "boolean"),
                Sunk.result(found));
    }

    /** A property has been found, in whatever source. */
    private final class Found implements Sink {
        @Override
        public @Nullable Object enter(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object second) {
            throw new IllegalStateException("nothing is woven before getProperty");
        }

        @Override
        public @Nullable Object result(
                int site, @Nullable Object self, @Nullable Object first, @Nullable Object result) {
            final @Nullable String name = result != null && !isWithinBoots(self) && first instanceof String asked
                    ? secrets.secret(asked)
                    : null;
            if (name == null) {
                return result;
            }
            if (enforcement.secret(site, null, "property", name) != null) {
                return null;
            }
            enforcement.end(site, result instanceof CharSequence text ? text : null, null);
            return result;
        }

        /** Whether this is the resolver that Spring Boot's own has inside, and decides for. */
        private static boolean isWithinBoots(@Nullable Object resolver) {
            return resolver != null && resolver.getClass().getName().startsWith(WITHIN_BOOT);
        }
    }
}
