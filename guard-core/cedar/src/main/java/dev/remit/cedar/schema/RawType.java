package dev.remit.cedar.schema;

import dev.remit.cedar.ast.Span;
import java.util.Map;

/** A type as written, its names not resolved. Immutable. */
sealed interface RawType {

    /** Where it stands. */
    Span at();

    /** What a name may stand for. */
    enum Reference {
        ENTITY_TYPE("entity type"),
        COMMON_TYPE("common type"),
        ANY("type");

        private final String words;

        Reference(String words) {
            this.words = words;
        }

        /** For messages. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** A type that the form itself names, without any declaration: only JSON has it. */
    record Known(Span at, Type type) implements RawType {}

    /** A name, with namespaces or without. */
    record Name(Span at, String name, Reference reference) implements RawType {}

    /** A set. */
    record SetOf(Span at, RawType element) implements RawType {}

    /** A record, its attributes in the order of the text. */
    record RecordOf(Span at, Map<String, Attribute> attributes) implements RawType {}

    /** An attribute of a record. */
    record Attribute(RawType type, boolean required) {}
}
