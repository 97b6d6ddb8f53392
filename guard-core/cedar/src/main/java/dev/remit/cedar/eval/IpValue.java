package dev.remit.cedar.eval;

/** An IPv4 or IPv6 address, or a range of them. */
final class IpValue extends Value {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    /** Written only by the arena that owns it. */
    private boolean v6;

    private long high;
    private long low;
    private int prefix;

    IpValue() {
        prefix = V4_BITS;
    }

    IpValue set(boolean isV6, long newHigh, long newLow, int newPrefix) {
        v6 = isV6;
        high = newHigh;
        low = newLow;
        prefix = newPrefix;
        return this;
    }

    IpValue copy() {
        return new IpValue().set(v6, high, low, prefix);
    }

    boolean isV6() {
        return v6;
    }

    boolean isLoopback() {
        return v6 ? high == 0 && low == 1 && prefix == V6_BITS : low >>> 24 == 127 && prefix >= 8;
    }

    boolean isMulticast() {
        return v6 ? high >>> 56 == 0xFF && prefix >= 8 : low >>> 28 == 0xE && prefix >= 4;
    }

    /** Whether all of this range lies in the other. */
    boolean isInRange(IpValue range) {
        if (v6 != range.v6 || prefix < range.prefix) {
            return false;
        }
        int bits = v6 ? range.prefix : range.prefix + V6_BITS - V4_BITS;
        long highMask = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
        long lowMask = bits <= 64 ? 0 : -1L << (V6_BITS - bits);
        return ((high ^ range.high) & highMask) == 0 && ((low ^ range.low) & lowMask) == 0;
    }

    @Override
    public Kind kind() {
        return Kind.IP;
    }

    @Override
    int compareSameKind(Value value) {
        IpValue other = (IpValue) value;
        int order = Boolean.compare(v6, other.v6);
        if (order == 0) {
            order = Long.compare(high, other.high);
        }
        if (order == 0) {
            order = Long.compare(low, other.low);
        }
        return order == 0 ? Integer.compare(prefix, other.prefix) : order;
    }

    @Override
    void write(StringBuilder out) {
        out.append("ip(\"");
        if (v6) {
            for (int i = 0; i < 8; i++) {
                long half = i < 4 ? high : low;
                out.append(i == 0 ? "" : ":").append(Long.toHexString((half >>> (48 - 16 * (i & 3))) & 0xFFFF));
            }
        } else {
            out.append(low >>> 24).append('.').append((low >>> 16) & 0xFF).append('.');
            out.append((low >>> 8) & 0xFF).append('.').append(low & 0xFF);
        }
        out.append('/').append(prefix).append("\")");
    }
}
