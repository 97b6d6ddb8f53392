package dev.remit.engine.config;

/** One segment of a SPIFFE ID's path. */
final class PathSegmentValue implements ValueType {
    @Override
    public String allowed() {
        return "letters, digits, '.', '-' and '_'";
    }

    @Override
    public Object parse(String text) throws BadValue {
        String fault = text.indexOf('/') >= 0 ? "one path segment cannot contain '/'" : SpiffeId.faultInPath(text, 0);
        if (fault != null) {
            throw new BadValue(fault);
        }
        return text;
    }
}
