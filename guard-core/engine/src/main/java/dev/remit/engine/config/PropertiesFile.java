package dev.remit.engine.config;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file in the syntax of {@link Properties}, in UTF-8, entry by entry, and knows the line of each, which {@link Properties} does not
 * tell: it is given one logical line at a time. Not thread-safe.
 */
final class PropertiesFile implements Closeable {
    private final File file;
    private final BufferedReader reader;
    private int line;
    private int firstLine;
    private String key = "";
    private String value = "";

    /** Opens the file. Bytes that are no UTF-8 are an error when they are reached, not a silent replacement character. */
    PropertiesFile(File file) throws IOException {
        this.file = file;
        this.reader = new BufferedReader(
                new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8.newDecoder()));
    }

    /**
     * Moves to the next entry.
     *
     * @return false at the end of the file
     * @throws IllegalArgumentException if the entry can't be read; the message says why, and reading may go on behind it
     */
    boolean next() throws IOException {
        String logical = nextLogicalLine();
        if (logical == null) {
            return false;
        }
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a \\u escape is not followed by four hexadecimal digits", e);
        }
        if (one.isEmpty()) {
            throw new IllegalArgumentException("not of the form key=value");
        }
        key = (String) one.keySet().iterator().next();
        value = one.getProperty(key, "").trim();
        return true;
    }

    String key() {
        return key;
    }

    /** Without white space around it. */
    String value() {
        return value;
    }

    /** {@code FILE:LINE} of the entry's first line. */
    String place() {
        return file.getPath().concat(":").concat(Integer.toString(firstLine));
    }

    private @Nullable String nextLogicalLine() throws IOException {
        for (String natural = reader.readLine(); natural != null; natural = reader.readLine()) {
            line++;
            String text = natural.stripLeading();
            if (line == 1 && text.startsWith("\uFEFF")) {
                text = text.substring(1).stripLeading();
            }
            if (!text.isEmpty() && text.charAt(0) != '#' && text.charAt(0) != '!') {
                firstLine = line;
                return withContinuation(text);
            }
        }
        return null;
    }

    private String withContinuation(String start) throws IOException {
        String logical = start;
        while (isContinued(logical)) {
            String next = reader.readLine();
            line++;
            logical = logical.substring(0, logical.length() - 1).concat(next == null ? "" : next.stripLeading());
        }
        return logical;
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
