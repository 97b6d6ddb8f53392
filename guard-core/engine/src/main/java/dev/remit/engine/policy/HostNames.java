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
        if (ipv6) {
            return address(name);
        }
        if (!isAscii(name)) {
            try {
                name = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException e) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        if (name.endsWith(".") && name.length() > 1) {
            name = name.substring(0, name.length() - 1);
        }
        // Last: full-width digits and dots are an address only now.
        final long ipv4 = ipv4(name);
        if (ipv4 >= 0) {
            return dotted(ipv4);
        }
        return name.startsWith("unix:") ? name : name.toLowerCase(Locale.ROOT);
    }

    /** Whether a canonical host is an address and not a name. */
    public static boolean isAddress(String canonicalHost) {
        return canonicalHost.startsWith("unix:") || canonicalHost.indexOf(':') >= 0 || ipv4(canonicalHost) >= 0;
    }

    private static String address(String ipv6) {
        try {
            // In brackets Java reads an address or fails, without a look-up.
            return InetAddress.getByName('[' + ipv6 + ']').getHostAddress();
        } catch (UnknownHostException | SecurityException e) {
            return ipv6.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What Java takes for an IPv4 address: one to four decimal numbers with dots between, the last one as large as the bytes
     * that are left. It is read here, for Java asks DNS for one that is out of range. -1 for anything else.
     */
    private static long ipv4(String name) {
        long address = 0;
        long number = -1;
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            final char c = name.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.max(number, 0) * 10 + c - '0';
                if (number > 0xffff_ffffL) {
                    return -1;
                }
            } else if (c == '.' && number >= 0 && number <= 255 && bytes < 3) {
                address = address << 8 | number;
                bytes++;
                number = -1;
            } else {
                return -1;
            }
        }
        final int left = 8 * (4 - bytes);
        return number < 0 || number >= 1L << left ? -1 : address << left | number;
    }

    private static String dotted(long ipv4) {
        return (ipv4 >> 24) + "." + (ipv4 >> 16 & 255) + "." + (ipv4 >> 8 & 255) + "." + (ipv4 & 255);
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
