package dev.remit.engine.config;

/** One word out of a few. Read as it is written: no other case, no synonyms. */
final class ChoiceValue implements ValueType {
    private final String first;
    private final String second;

    ChoiceValue(String first, String second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public String allowed() {
        return first.concat(", ").concat(second);
    }

    @Override
    public Object parse(String text) throws BadValue {
        if (text.equals(first) || text.equals(second)) {
            return text;
        }
        throw new BadValue("no such choice");
    }
}
