package dev.remit.cedar.schema;

import dev.remit.cedar.ast.ExtensionType;
import dev.remit.cedar.ast.Quoted;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A type, its names resolved. Immutable; equal when the types are. {@code toString} writes Cedar's schema syntax.
 *
 * <p>{@link #TRUE} and {@link #FALSE} are narrower than what a schema can name: validation infers them.
 */
public sealed interface Type {

    /** {@code Bool}. */
    Type BOOL = new Primitive("Bool");

    /** {@code Long}. */
    Type LONG = new Primitive("Long");

    /** {@code String}. */
    Type STRING = new Primitive("String");

    /** A Bool that is true in every request. */
    Type TRUE = new Primitive("True");

    /** A Bool that is false in every request. */
    Type FALSE = new Primitive("False");

    /** One of the constants of {@link Type}. */
    record Primitive(String name) implements Type {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A value of an extension: decimal, ipaddr, datetime or duration. */
    record Extension(ExtensionType type) implements Type {
        @Override
        public String toString() {
            return type.toString();
        }
    }

    /** A reference to an entity of one type, by its whole name; of an action, too. */
    record EntityOf(String name) implements Type {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A set of one element type. */
    record SetOf(Type element) implements Type {
        @Override
        public String toString() {
            return "Set<" + element + '>';
        }
    }

    /** A record with exactly these attributes, by name. */
    record RecordOf(Map<String, Attribute> attributes) implements Type {
        /** Without any attribute. */
        public static final RecordOf EMPTY = new RecordOf(Map.of());

        public RecordOf {
            attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        }

        /** The attribute that someone may have meant who wrote a name that none has; null for none. */
        public @Nullable String attributeNear(String written) {
            return Suggestion.near(written, List.copyOf(attributes.keySet()));
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder("{");
            for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
                out.append(out.length() == 1 ? "" : ", ")
                        .append(Quoted.of(attribute.getKey()))
                        .append(attribute.getValue().required() ? ": " : "?: ")
                        .append(attribute.getValue().type());
            }
            return out.append('}').toString();
        }
    }

    /**
     * One attribute of a record or entity.
     *
     * @param required whether every value has it
     */
    record Attribute(Type type, boolean required) {}
}
