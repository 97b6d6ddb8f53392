package dev.remit.engine.audit.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.remit.engine.audit.AuditException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The operator's own patterns of what must not be recorded: a file of lines, each a name and, behind blanks, a regular expression of RE2's syntax, which no
 * text makes slow. Immutable; safe for use by any thread.
 */
public final class RedactionPatterns {
    /** None at all. */
    public static final RedactionPatterns NONE = new RedactionPatterns(List.of(), List.of());

    /** Not compiled before a file is read: most starts have none. */
    private static final String NAME = "[A-Za-z0-9_.-]{1,64}";

    private final List<Pattern> patterns;
    private final List<String> replacements;

    private RedactionPatterns(List<Pattern> patterns, List<String> replacements) {
        this.patterns = List.copyOf(patterns);
        this.replacements = List.copyOf(replacements);
    }

    /**
     * Reads a file. Empty lines and those that begin with {@code #} say nothing.
     *
     * @throws AuditException if it can't be read, or a line of it is wrong; the message names all of them
     */
    public static RedactionPatterns read(Path file) throws AuditException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new AuditException("audit.redact=" + file + " is not UTF-8; save it as that", e);
        } catch (IOException e) {
            throw new AuditException(
                    "audit.redact=" + file + " can't be read (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); name a file that this process may read",
                    e);
        }
        List<Pattern> patterns = new ArrayList<>();
        List<String> replacements = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    add(line, patterns, replacements);
                } catch (IllegalArgumentException e) {
                    problems.add(file + ":" + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new AuditException("audit.redact: " + String.join("\n", problems));
        }
        return new RedactionPatterns(patterns, replacements);
    }

    private static void add(String line, List<Pattern> patterns, List<String> replacements) {
        String[] parts = line.split("\\s+", 2);
        if (parts.length != 2 || !parts[0].matches(NAME)) {
            throw new IllegalArgumentException(
                    "a line is a name of letters, digits, '.', '_' and '-', and behind blanks a regular expression: token"
                            + " tok_[A-Za-z0-9]{24}");
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(parts[1]);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("no regular expression of RE2's syntax: " + e.getMessage(), e);
        }
        if (pattern.matches("")) {
            throw new IllegalArgumentException(
                    "the expression of '" + parts[0] + "' matches an empty text, so it stands everywhere");
        }
        patterns.add(pattern);
        replacements.add(Matcher.quoteReplacement("«" + parts[0] + "»"));
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** The text with the pattern's name, as {@code «name»}, in place of whatever matches; the same object if nothing does. */
    String replaceIn(String text) {
        String replaced = text;
        for (int i = 0; i < patterns.size(); i++) {
            Matcher matcher = patterns.get(i).matcher(replaced);
            if (matcher.find()) {
                replaced = matcher.replaceAll(replacements.get(i));
            }
        }
        return replaced;
    }
}
