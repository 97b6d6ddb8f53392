package dev.remit.engine.policy;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * One spelling a host, so that a policy can't be passed by another: lower case, no trailing dot, punycode, and addresses as
 * Java prints them ({@code 127.1} and {@code 2130706433} are {@code 127.0.0.1}; {@code ::ffff:10.0.0.1} is
 * {@code 10.0.0.1}). Never asks DNS. Stateless.
 */
public final class HostNames {
    private HostNames() {}

    /** The canonical spelling; a name that is none is only lower-cased. */
    public static String canonical(String host) {
        String name = host;
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        final int zone = name.indexOf('%');
        final boolean ipv6 = name.indexOf(':') >= 0 && !name.startsWith("unix:");
        if (ipv6 && zone >= 0) {
            name = name.substring(0, zone);
        }
        if (ipv6 || isNumeric(name)) {
            return address(name);
        }
        if (name.endsWith(".") && name.length() > 1) {
            name = name.substring(0, name.length() - 1);
        }
        if (!isAscii(name)) {
            try {
                name = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException e) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name.startsWith("unix:") ? name : name.toLowerCase(Locale.ROOT);
    }

    /** Whether a canonical host is an address and not a name. */
    public static boolean isAddress(String canonicalHost) {
        return canonicalHost.startsWith("unix:") || canonicalHost.indexOf(':') >= 0 || isNumeric(canonicalHost);
    }

    private static String address(String literal) {
        try {
            // Digits, dots and colons alone: Java reads them as an address or not at all, without a look-up.
            return InetAddress.getByName(literal.indexOf(':') >= 0 ? '[' + literal + ']' : literal)
                    .getHostAddress();
        } catch (UnknownHostException | SecurityException e) {
            return literal.toLowerCase(Locale.ROOT);
        }
    }

    /** One to four numbers with dots between: what Java takes for an IPv4 address. */
    private static boolean isNumeric(String name) {
        int parts = 1;
        boolean digit = false;
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c == '.' && digit) {
                parts++;
                digit = false;
            } else {
                return false;
            }
        }
        return digit && parts <= 4;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
