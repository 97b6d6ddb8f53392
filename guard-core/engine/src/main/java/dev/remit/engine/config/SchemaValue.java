package dev.remit.engine.config;

/** Refuses every value: accepting a schema without checking against it would promise a check that does not take place. */
final class SchemaValue implements ValueType {
    @Override
    public String allowed() {
        return "nothing in this version";
    }

    @Override
    public Object parse(String text) throws BadValue {
        throw new BadValue("checking policies against a schema comes with a later version; leave the key out");
    }
}
