package dev.remit.engine.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Whether a name may mean the address that it was resolved to. Who rules a name rules what it means, so that a permit for the name must
 * not lead to what only this machine, or the cloud's own network beside it, is to reach.
 *
 * <p>Asks nobody; stateless. To look at an address of IPv4 that any name may have allocates nothing; one of IPv6 is copied, as the JDK does to
 * connect there.
 */
public final class HostAddresses {
    private static final int LOOPBACK_NET = 127;
    private static final int LINK_LOCAL_NET = 0xa9fe;
    /** 100.100.100.200, Alibaba Cloud's metadata. */
    private static final int ALIBABA_METADATA = 0x6464_64c8;
    /** 168.63.129.16, what Azure's machines have in its place. */
    private static final int AZURE_WIRE_SERVER = 0xa83f_8110;

    private static final int NONE = -1;

    /** Whether the hash of an IPv4 address is its bits, as in every JDK so far: the only way to them without an array. */
    private static final boolean HASH_IS_BITS = isHashBits(1, 2, 3, 4) && isHashBits(254, 0, 128, 255);

    private HostAddresses() {}

    /**
     * Whether a host of this canonical name may have this address: any but loopback, the unspecified address, link-local ones and metadata
     * services, in whichever form of IPv6 these may stand. {@code localhost} may have loopback, and an address itself.
     */
    public static boolean mayMean(String canonicalHost, InetAddress address) {
        final boolean loopback;
        final boolean inner;
        if (address instanceof Inet4Address) {
            final int ipv4 = HASH_IS_BITS ? address.hashCode() : bits(address.getAddress(), 0);
            loopback = ipv4 >>> 24 == LOOPBACK_NET;
            inner = isInner(ipv4);
        } else {
            final byte[] ipv6 = address.getAddress();
            loopback = isLoopback(ipv6);
            inner = loopback || isInner(ipv6);
        }
        if (!inner) {
            return true;
        }
        return (loopback && isLocalhost(canonicalHost))
                || canonicalHost.equals(HostNames.canonical(address.getHostAddress()));
    }

    private static boolean isHashBits(int... parts) {
        final byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) parts[i];
        }
        try {
            return InetAddress.getByAddress(bytes).hashCode() == bits(bytes, 0);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isLocalhost(String canonicalHost) {
        return canonicalHost.equals("localhost") || canonicalHost.endsWith(".localhost");
    }

    private static boolean isLoopback(byte[] ipv6) {
        if (isZero(ipv6, 0, 15) && ipv6[15] == 1) {
            return true;
        }
        final int at = embedded(ipv6);
        return at != NONE && ipv6[at] == LOOPBACK_NET;
    }

    private static boolean isInner(byte[] ipv6) {
        if (group(ipv6, 0) >>> 6 == 0xfe80 >>> 6 || isMetadata(ipv6)) {
            return true;
        }
        final int at = embedded(ipv6);
        return at != NONE && isInner(bits(ipv6, at));
    }

    private static boolean isInner(int ipv4) {
        return ipv4 == 0
                || ipv4 >>> 24 == LOOPBACK_NET
                || ipv4 >>> 16 == LINK_LOCAL_NET
                || ipv4 == ALIBABA_METADATA
                || ipv4 == AZURE_WIRE_SERVER;
    }

    /** Of AWS all that is beside fd00:ec2::254, and of Google Cloud fd20:ce::254. */
    private static boolean isMetadata(byte[] ipv6) {
        return isZero(ipv6, 4, 14)
                && (group(ipv6, 0) == 0xfd00 && group(ipv6, 2) == 0x0ec2
                        || group(ipv6, 0) == 0xfd20 && group(ipv6, 2) == 0x00ce);
    }

    /** Where an IPv4 address stands in one of IPv6 that leads there, or is translated to it; -1 for nowhere. */
    private static int embedded(byte[] ipv6) {
        final int first = group(ipv6, 0);
        if (first == 0x2002) {
            return 2; // 6to4
        }
        if (first == 0x0064 && group(ipv6, 2) == 0xff9b && (group(ipv6, 4) == 1 || isZero(ipv6, 4, 12))) {
            return 12; // NAT64
        }
        if (group(ipv6, 10) == 0x5efe && (group(ipv6, 8) & 0xfdff) == 0) {
            return 12; // ISATAP, under any prefix
        }
        if (!isZero(ipv6, 0, 8)) {
            return NONE;
        }
        final int middle = bits(ipv6, 8);
        // Compatible, mapped, translated; :: and whatever has no more than a number at its end is the first of these.
        return middle == 0 || middle == 0xffff || middle == 0xffff_0000 ? 12 : NONE;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int group(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static int bits(byte[] bytes, int at) {
        return group(bytes, at) << 16 | group(bytes, at + 2);
    }
}
