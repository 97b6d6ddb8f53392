package dev.remit.javaagent.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Byte Buddy advice, inlined: for libraries, in the libraries' own types. Immutable.
 *
 * @param advice what is woven in, the outermost first: what skips the method skips what stands within
 * @param bound what configuration or annotation make of the method; null for what a library is known to do
 */
public record Advised(List<Advice> advice, @Nullable Bound bound) implements Weaving {
    /**
     * One advice, by the names of the classes that hold it; those may be one.
     *
     * @param enter what runs before the method
     * @param exit what runs behind it
     */
    public record Advice(String enter, String exit) {
        /** What one class holds, of either kind or both. */
        public static Advice of(String both) {
            return new Advice(both, both);
        }

        boolean isOneClass() {
            return enter.equals(exit);
        }
    }
}
