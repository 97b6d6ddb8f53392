package dev.remit.engine.config;

/** One kind of value: what it accepts, in words for people and as a check. Immutable. */
interface ValueType {
    /** The accepted values in words, to follow "allowed: ". */
    String allowed();

    /**
     * Reads a value that is not empty.
     *
     * @throws BadValue if it is not one of those that are accepted; the message says why
     */
    Object parse(String text) throws BadValue;

    /** Why a value was not accepted. */
    final class BadValue extends Exception {
        BadValue(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
