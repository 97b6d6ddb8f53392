package dev.remit.javaagent.weave;

import dev.remit.engine.session.TaskBinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Byte Buddy advice, inlined: for libraries, in the libraries' own types. Immutable.
 *
 * @param advice what is woven in, the outermost first: what skips the method skips what stands within
 * @param task the task that a call of the method is; null for what is guarded
 */
public record Advised(List<Advice> advice, @Nullable TaskBinding task) implements Weaving {
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
