package dev.remit.engine.config;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in the syntax of {@link Properties}, in UTF-8, and knows the line of each entry, which {@link Properties} does not tell: it is given
 * one logical line at a time.
 */
final class PropertiesFile {
    /** Receives the entries in the order of the file. */
    interface Sink {
        void entry(String key, String value, int line);
    }

    private final File file;
    private final ConfigProblems problems;

    PropertiesFile(File file, ConfigProblems problems) {
        this.file = file;
        this.problems = problems;
    }

    void readInto(Sink sink) {
        if (file.isDirectory()) {
            problems.add(file.getPath(), "this is a folder; name the properties file itself");
            return;
        }
        if (!file.exists()) {
            problems.add(
                    file.getPath(), "there is no such file; write the path of the properties file behind remit.jar=");
            return;
        }
        // A decoder of our own, so that bytes that are no UTF-8 are an error and not a silent replacement character.
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8.newDecoder()))) {
            readLines(reader, sink);
        } catch (CharacterCodingException e) {
            problems.add(file.getPath(), "not a text file in UTF-8");
        } catch (IOException e) {
            problems.add(file.getPath(), "cannot be read (" + e.getMessage() + "); check its permissions");
        }
    }

    private void readLines(BufferedReader reader, Sink sink) throws IOException {
        int line = 0;
        for (String natural = reader.readLine(); natural != null; natural = reader.readLine()) {
            line++;
            String text = natural.stripLeading();
            if (line == 1 && text.startsWith("\uFEFF")) {
                text = text.substring(1).stripLeading();
            }
            if (text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!') {
                continue;
            }
            int first = line;
            String logical = text;
            while (isContinued(logical)) {
                String next = reader.readLine();
                line++;
                logical = logical.substring(0, logical.length() - 1).concat(next == null ? "" : next.stripLeading());
            }
            readEntry(logical, first, sink);
        }
    }

    private void readEntry(String logical, int line, Sink sink) throws IOException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            problems.add(place(line), "a \\u escape is not followed by four hexadecimal digits");
            return;
        }
        String key = onlyKey(one);
        if (key == null) {
            problems.add(place(line), "not of the form key=value");
            return;
        }
        sink.entry(key, one.getProperty(key, "").trim(), line);
    }

    private static @Nullable String onlyKey(Properties one) {
        return one.isEmpty() ? null : (String) one.keySet().iterator().next();
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    String place(int line) {
        return file.getPath().concat(":").concat(Integer.toString(line));
    }
}
