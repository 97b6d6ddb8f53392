package dev.remit.javaagent.hooks.springenvironment;

import dev.remit.engine.config.NamePatterns;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which properties are secrets, in whatever of the spellings that Spring takes for one name: hyphens are nothing or stand for dots, as
 * underscores do, and case does not matter. Immutable.
 */
final class PropertyNames {
    private final NamePatterns asWritten;
    private final String[] patterns;
    private final String[][] folded;

    PropertyNames(NamePatterns secrets) {
        this.asWritten = secrets;
        this.patterns = secrets.patterns().toArray(new String[0]);
        this.folded = new String[patterns.length][];
        for (int i = 0; i < patterns.length; i++) {
            folded[i] = new String[] {without(patterns[i]), dotted(patterns[i])};
        }
    }

    /** The secret's name that a property is asked for by; null where it is none. */
    @Nullable
    String secret(String asked) {
        if (asWritten.matches(asked)) {
            return asked;
        }
        final String without = without(asked);
        final String dotted = dotted(asked);
        for (int i = 0; i < patterns.length; i++) {
            for (String pattern : folded[i]) {
                if (NamePatterns.matches(pattern, without) || NamePatterns.matches(pattern, dotted)) {
                    return NamePatterns.isOpen(patterns[i]) ? without : patterns[i];
                }
            }
        }
        return null;
    }

    private static String without(String name) {
        return name.replace("-", "").replace('_', '.').toLowerCase(Locale.ROOT);
    }

    private static String dotted(String name) {
        return name.replace('-', '.').replace('_', '.').toLowerCase(Locale.ROOT);
    }
}
