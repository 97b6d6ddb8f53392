package dev.remit.cedar.differential;

import java.util.List;

/** A type that a generated schema gives to a value. Immutable. */
sealed interface CedarType {

    /** Types without parts. */
    enum Scalar implements CedarType {
        BOOL,
        LONG,
        STRING,
        DECIMAL,
        IP,
        DATETIME,
        DURATION
    }

    /** An entity of one type. */
    record Entity(String name) implements CedarType {}

    /** A set. */
    record SetOf(CedarType element) implements CedarType {}

    /** A record. */
    record RecordOf(List<Attribute> attributes) implements CedarType {}

    /** One attribute of a record or an entity. */
    record Attribute(String name, CedarType type, boolean required) {}
}
