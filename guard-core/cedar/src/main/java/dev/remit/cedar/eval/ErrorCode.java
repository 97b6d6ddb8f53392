package dev.remit.cedar.eval;

/** Why an expression has no value. */
public enum ErrorCode {
    TYPE("an operand has the wrong type"),
    ATTRIBUTE_ABSENT("the attribute is absent"),
    TAG_ABSENT("the tag is absent"),
    ENTITY_UNKNOWN("nothing is known of the entity"),
    OVERFLOW("the result does not fit into 64 bits"),
    UNUSABLE_VALUE("the value given for it can't be represented"),
    EXTENSION_ARGUMENT("the text is no such value"),
    ARITY("wrong number of arguments");

    private final String meaning;

    ErrorCode(String meaning) {
        this.meaning = meaning;
    }

    /** In words. */
    public String meaning() {
        return meaning;
    }
}
