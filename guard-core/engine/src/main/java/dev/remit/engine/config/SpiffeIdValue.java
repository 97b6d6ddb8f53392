package dev.remit.engine.config;

/** A workload's SPIFFE ID. */
final class SpiffeIdValue implements ValueType {
    @Override
    public String allowed() {
        return "a SPIFFE ID such as spiffe://acme.com/support/bookings";
    }

    @Override
    public Object parse(String text) throws BadValue {
        String fault = SpiffeId.faultIn(text);
        if (fault != null) {
            throw new BadValue(fault);
        }
        return SpiffeId.parse(text);
    }
}
