package dev.remit.engine.audit.redact;

import java.util.Arrays;

/** The bytes of a secret, of a type that can't be printed by accident. Immutable. */
final class SecretValue {
    private final byte[] bytes;

    SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    int first() {
        return bytes[0];
    }

    int second() {
        return bytes[1];
    }

    boolean standsAt(byte[] text, int at, int end) {
        return end - at >= bytes.length && Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length);
    }

    boolean beginsWith(byte[] text, int at, int end) {
        return end - at < bytes.length && Arrays.equals(text, at, end, bytes, 0, end - at);
    }

    boolean standsIn(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (standsAt(text, i, text.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SecretValue(hidden)";
    }
}
