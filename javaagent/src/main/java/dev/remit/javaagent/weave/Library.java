package dev.remit.javaagent.weave;

import java.util.List;

/**
 * What a hook guards. Immutable.
 *
 * @param name the library's, as people call it
 * @param jars the jars that hold it, as file names without version, such as {@code okhttp}; empty where none does
 * @param versions the versions that the rows were made for: what they begin with, such as {@code 1.}, or the first of them, such as
 *     {@code 1.6+} for every {@code 1.} from 1.6 on
 */
public record Library(String name, List<String> jars, List<String> versions) {
    /** What no jar of a library holds: a part of the JDK, or the application itself. */
    public static Library of(String name) {
        return new Library(name, List.of(), List.of());
    }

    /**
     * Whether a file is a jar of this library in a version that the rows were not made for; a jar without a version in its name is not.
     *
     * @param jar the file's name without its folder
     */
    public boolean isUnknownVersion(String jar) {
        for (String name : jars) {
            final int version = name.length() + 1;
            if (jar.length() > version
                    && jar.startsWith(name)
                    && jar.charAt(name.length()) == '-'
                    && Character.isDigit(jar.charAt(version))) {
                for (String known : versions) {
                    if (isOf(known, jar, version)) {
                        return false;
                    }
                }
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String known, String jar, int version) {
        if (!known.endsWith("+")) {
            return jar.startsWith(known, version);
        }
        final int last = known.lastIndexOf('.') + 1;
        return jar.startsWith(known.substring(0, last), version) && number(jar, version + last) >= number(known, last);
    }

    /** The number that begins there; -1 where none does. */
    private static int number(String text, int from) {
        int number = -1;
        for (int i = from; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
            number = Math.max(number, 0) * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /**
     * The known versions, as people are told of them: {@code 1.x from 1.6, 2.x}.
     *
     * @param between what stands between them
     */
    public String known(String between) {
        final StringBuilder text = new StringBuilder();
        for (String known : versions) {
            text.append(text.length() == 0 ? "" : between);
            if (known.endsWith("+")) {
                final String first = known.substring(0, known.length() - 1);
                text.append(first, 0, first.lastIndexOf('.') + 1)
                        .append("x from ")
                        .append(first);
            } else {
                text.append(known).append('x');
            }
        }
        return text.toString();
    }

    /** A jar of an unknown version, as people are told of it. */
    public String unknown(String jar) {
        return jar + " (known: " + known(" ") + ')';
    }
}
