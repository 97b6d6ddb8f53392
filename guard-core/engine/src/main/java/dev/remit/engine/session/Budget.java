package dev.remit.engine.session;

import dev.remit.engine.Category;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of one kind a task may make. Named {@code calls} for all of them, {@code tools}, {@code requests} or {@code
 * secrets} for those of one category, else by the name of the tool that it counts. Thread-safe.
 */
final class Budget {
    private final String name;
    private final long limit;

    /** What it counts; null for the tool of its name. */
    private final @Nullable Set<Category> counted;

    private final AtomicLong used = new AtomicLong();

    Budget(String name, long limit) {
        this.name = name;
        this.limit = limit;
        this.counted = switch (name) {
            case "calls" -> EnumSet.allOf(Category.class);
            case "tools" -> EnumSet.of(Category.TOOL);
            case "requests" -> EnumSet.of(Category.HTTP);
            case "secrets" -> EnumSet.of(Category.SECRET);
            default -> null;
        };
    }

    String name() {
        return name;
    }

    long limit() {
        return limit;
    }

    /** How many are left, those in flight taken off but for {@code own}. */
    long left(int own) {
        return Math.max(0, limit - used.get() + own);
    }

    /** Whether it counts calls of that kind. */
    boolean counts(Category category, @Nullable String tool) {
        return counted == null ? name.equals(tool) : counted.contains(category);
    }

    /** Takes one off, in any case; whether there was one. */
    boolean reserve() {
        return used.getAndIncrement() < limit;
    }

    void takeBack() {
        used.getAndDecrement();
    }
}
