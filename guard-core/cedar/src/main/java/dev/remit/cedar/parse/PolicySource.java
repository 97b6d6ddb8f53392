package dev.remit.cedar.parse;

import java.util.Objects;

/**
 * A policy text to parse. Immutable.
 *
 * @param name what errors and ids call it: usually the file's name, unlike every other source's
 * @param text Cedar policies, in Cedar's syntax or JSON form
 */
public record PolicySource(String name, String text) {

    public PolicySource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
    }
}
