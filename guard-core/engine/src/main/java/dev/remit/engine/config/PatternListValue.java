package dev.remit.engine.config;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** A list of names or paths between commas, wildcards allowed. */
final class PatternListValue implements ValueType {
    enum Kind {
        VARIABLES,
        FILES
    }

    private final Kind kind;

    PatternListValue(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String allowed() {
        return kind == Kind.VARIABLES
                ? "names between commas, '*' for any characters: PAYMENT_KEY,*_TOKEN,AWS_*"
                : "paths between commas, '*' within a name, '**' across folders: /run/secrets,/etc/acme/*.pem";
    }

    @Override
    public Object parse(String text) throws BadValue {
        List<String> patterns = new ArrayList<>();
        for (int start = 0; start <= text.length(); ) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            patterns.add(element(text.substring(start, end).trim()));
            start = end + 1;
        }
        String[] array = patterns.toArray(new String[0]);
        return kind == Kind.VARIABLES ? new NamePatterns(array) : new PathPatterns(array);
    }

    private String element(String element) throws BadValue {
        if (element.isEmpty()) {
            throw new BadValue("an element between commas is empty");
        }
        if (kind == Kind.FILES) {
            return normalised(new File(element).getAbsolutePath());
        }
        for (int i = 0; i < element.length(); i++) {
            if (element.charAt(i) == '=' || element.charAt(i) == '?' || Character.isWhitespace(element.charAt(i))) {
                throw new BadValue("no variable is called '" + element + "'");
            }
        }
        return element;
    }

    /** Takes {@code .}, {@code ..} and doubled separators out; {@code java.nio.file} would refuse a wildcard on some systems. */
    private static String normalised(String absolute) throws BadValue {
        char separator = File.separatorChar;
        StringBuilder path = new StringBuilder(absolute.length());
        int start = absolute.indexOf(separator);
        path.append(absolute, 0, start);
        int root = path.length();
        while (start < absolute.length()) {
            int next = absolute.indexOf(separator, start + 1);
            int end = next < 0 ? absolute.length() : next;
            String name = absolute.substring(start + 1, end);
            if (name.equals("..")) {
                path.setLength(Math.max(root, path.lastIndexOf(File.separator)));
            } else if (!name.isEmpty() && !name.equals(".")) {
                path.append(separator).append(name);
            }
            start = end;
        }
        if (path.length() == root) {
            throw new BadValue("the root folder would make every file a secret");
        }
        return path.toString();
    }
}
