package dev.remit.javaagent.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time, given as an age or as an ISO 8601 time with its zone. */
record When(Instant instant) implements ITypeConverter<When> {
    /** For picocli, which makes a converter without arguments. */
    When() {
        this(Instant.EPOCH);
    }

    @Override
    public When convert(String text) {
        return new When(parse(text, Instant.now()));
    }

    long epochNs() {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    static Instant parse(String text, Instant now) {
        try {
            Duration age = age(text);
            Instant instant = age == null ? OffsetDateTime.parse(text).toInstant() : now.minus(age);
            new When(instant).epochNs();
            return instant;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException("'" + text
                    + "' is no time; write an age such as 10m or 2h, or a time such as 2026-01-31T08:00:00Z");
        }
    }

    private static @Nullable Duration age(String text) {
        if (text.length() < 2 || !text.chars().limit(text.length() - 1L).allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            case 'd' -> Duration.ofDays(count);
            default -> null;
        };
    }
}
