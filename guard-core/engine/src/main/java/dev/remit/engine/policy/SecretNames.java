package dev.remit.engine.policy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The one name that policies know a secret by, however it was asked for: another spelling of a name is no way around a
 * policy. A name that is in its one form already is returned as it is, without allocation. Stateless.
 */
final class SecretNames {
    private static final String AWS = "aws-sm";
    private static final String AWS_PARAMETERS = "aws-ssm";
    private static final String AWS_TOKENS = "aws-sts";
    private static final String VAULT = "vault";
    private static final String VAULT_API = "v1";
    private static final String ARN_NAME = ":secret:";
    private static final String ARN_PARAMETER = ":parameter/";
    private static final String ROOT = "root/";

    /** Secrets Manager ends each ARN with a hyphen and this many random letters and digits. */
    private static final int ARN_SUFFIX = 6;

    private SecretNames() {}

    /** The name within {@code store} that {@code asked} stands for. */
    static String canonical(String store, String asked) {
        return switch (store) {
            case AWS -> awsName(asked);
            case AWS_PARAMETERS -> parameterName(asked);
            case AWS_TOKENS -> rootAccount(asked);
            case VAULT -> vaultPath(asked);
            default -> asked;
        };
    }

    /**
     * An ARN's friendly name. Secrets Manager takes an ARN that ends with a hyphen and six characters for a complete one, and
     * so is it read here; region and account are not a part of the name.
     */
    private static String awsName(String asked) {
        if (!asked.startsWith("arn:")) {
            return asked;
        }
        final int name = asked.indexOf(ARN_NAME);
        if (name < 0) {
            return asked;
        }
        final int from = name + ARN_NAME.length();
        final int hyphen = asked.length() - ARN_SUFFIX - 1;
        if (hyphen <= from || asked.charAt(hyphen) != '-') {
            return asked.substring(from);
        }
        for (int i = hyphen + 1; i < asked.length(); i++) {
            if (!isLetterOrDigit(asked.charAt(i))) {
                return asked.substring(from);
            }
        }
        return asked.substring(from, hyphen);
    }

    /**
     * A parameter's name, without the version or label that may follow behind a colon, which no name has in it, and without the slash in
     * front: an ARN does not say whether there is one, so that no two parameters differ in it alone.
     */
    private static String parameterName(String asked) {
        int from = 0;
        if (asked.startsWith("arn:")) {
            final int name = asked.indexOf(ARN_PARAMETER);
            if (name < 0) {
                return asked;
            }
            from = name + ARN_PARAMETER.length();
        }
        while (from < asked.length() && asked.charAt(from) == '/') {
            from++;
        }
        final int selector = asked.indexOf(':', from);
        final String name = asked.substring(from, selector < 0 ? asked.length() : selector);
        return name.contains("//") ? name.replaceAll("/+", "/") : name;
    }

    /** The account whose root user is asked for, by its number or by the root user's ARN; every other name as it is. */
    private static String rootAccount(String asked) {
        if (!asked.startsWith(ROOT + "arn:")) {
            return asked;
        }
        final String[] parts = asked.split(":", -1);
        return parts.length == 6 && parts[5].equals("root") ? ROOT + parts[4] : asked;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /**
     * A path without its query, {@code .}, {@code ..}, percent escapes and empty parts, as a server walks it. A client asks below
     * the API's own path; one that is led out of there, by a whole URL or by {@code ..}, may come back into it.
     */
    private static String vaultPath(String asked) {
        if (isPlain(asked)) {
            return asked;
        }
        String path = asked;
        int end = path.indexOf('?');
        path = end < 0 ? path : path.substring(0, end);
        end = path.indexOf('#');
        path = unescaped(end < 0 ? path : path.substring(0, end));
        boolean outside = false;
        if (isUrl(path)) {
            outside = true;
            final int authority = path.indexOf("//") + 2;
            end = path.indexOf('/', authority);
            path = end < 0 ? "" : path.substring(end);
        }
        final Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                outside |= parts.pollLast() == null;
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        if (outside && parts.contains(VAULT_API)) {
            while (!VAULT_API.equals(parts.pollFirst())) {
                // a prefix of the API's path
            }
        }
        return String.join("/", parts);
    }

    private static boolean isUrl(String path) {
        return path.regionMatches(true, 0, "http://", 0, 7) || path.regionMatches(true, 0, "https://", 0, 8);
    }

    private static boolean isPlain(String path) {
        char before = '/';
        for (int i = 0; i < path.length(); i++) {
            final char c = path.charAt(i);
            if (c == '?' || c == '#' || c == '%' || before == '/' && (c == '/' || c == '.')) {
                return false;
            }
            before = c;
        }
        return before != '/';
    }

    /** Percent escapes decoded until none is left: an escaped escape is no way around either. */
    private static String unescaped(String path) {
        String now = path;
        while (true) {
            final String next = unescapedOnce(now);
            if (next.equals(now)) {
                return now;
            }
            now = next;
        }
    }

    private static String unescapedOnce(String path) {
        final StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            final char c = path.charAt(i);
            final int high = c == '%' && i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
            final int low = high < 0 ? -1 : Character.digit(path.charAt(i + 2), 16);
            if (low < 0) {
                text.append(c);
            } else {
                // ASCII alone, which is all that has a meaning in a path; the rest stays as it was asked for.
                final int decoded = high * 16 + low;
                if (decoded < 0x80) {
                    text.append((char) decoded);
                    i += 2;
                } else {
                    text.append(c);
                }
            }
        }
        return text.toString();
    }
}
