package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;
import org.jspecify.annotations.Nullable;

/** Attributes and tags of entities and records. */
final class AttributeNodes {

    private AttributeNodes() {}

    /** {@code a.name}. */
    static final class Get extends Node {
        private final Node target;
        private final StringValue name;

        Get(Expr at, Node target, StringValue name) {
            super(at);
            this.target = target;
            this.name = name;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            Value holder = target.eval(frame);
            if (holder == null) {
                return null;
            }
            Value value = get(frame, holder, name, this);
            return value != null && value.isInvalid() ? frame.fail(ErrorCode.UNUSABLE_VALUE, this) : value;
        }
    }

    /** {@code a has name}. */
    static final class Has extends Node.Test {
        private final Node target;
        private final StringValue name;

        Has(Expr at, Node target, StringValue name) {
            super(at);
            this.target = target;
            this.name = name;
        }

        @Override
        int test(RequestFrame frame) {
            Value holder = target.eval(frame);
            return holder == null ? ERROR : has(frame, holder, name, this);
        }
    }

    /** {@code a.hasTag(b)}. */
    static final class HasTag extends Node.Test {
        private final Node target;
        private final Node tag;

        HasTag(Expr at, Node target, Node tag) {
            super(at);
            this.target = target;
            this.tag = tag;
        }

        @Override
        int test(RequestFrame frame) {
            Value holder = target.eval(frame);
            Value name = holder == null ? null : tag.eval(frame);
            if (holder == null || name == null) {
                return ERROR;
            }
            if (!(holder instanceof ResolvedEntity entity) || !(name instanceof StringValue key)) {
                return frame.failTest(ErrorCode.TYPE, this);
            }
            return frame.known(entity).tags().find(key) == null ? FALSE : TRUE;
        }
    }

    /** {@code a.getTag(b)}. */
    static final class GetTag extends Node {
        private final Node target;
        private final Node tag;

        GetTag(Expr at, Node target, Node tag) {
            super(at);
            this.target = target;
            this.tag = tag;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            Value holder = target.eval(frame);
            Value name = holder == null ? null : tag.eval(frame);
            if (holder == null || name == null) {
                return null;
            }
            if (!(holder instanceof ResolvedEntity entity) || !(name instanceof StringValue key)) {
                return frame.fail(ErrorCode.TYPE, this);
            }
            ResolvedEntity known = frame.known(entity);
            Value value = known.tags().find(key);
            if (value == null) {
                return frame.fail(known.exists() ? ErrorCode.TAG_ABSENT : ErrorCode.ENTITY_UNKNOWN, this);
            }
            return value;
        }
    }

    static @Nullable Value get(RequestFrame frame, Value holder, StringValue name, Node at) {
        if (holder instanceof RecordValue record) {
            Value value = record.find(name);
            return value == null ? frame.fail(ErrorCode.ATTRIBUTE_ABSENT, at) : value;
        }
        if (holder instanceof ResolvedEntity entity) {
            ResolvedEntity known = frame.known(entity);
            Value value = known.attributes().find(name);
            return value != null
                    ? value
                    : frame.fail(known.exists() ? ErrorCode.ATTRIBUTE_ABSENT : ErrorCode.ENTITY_UNKNOWN, at);
        }
        return frame.fail(holder instanceof InvalidValue ? ErrorCode.UNUSABLE_VALUE : ErrorCode.TYPE, at);
    }

    static int has(RequestFrame frame, Value holder, StringValue name, Node at) {
        if (holder instanceof RecordValue record) {
            return record.find(name) == null ? Node.FALSE : Node.TRUE;
        }
        if (holder instanceof ResolvedEntity entity) {
            return frame.known(entity).attributes().find(name) == null ? Node.FALSE : Node.TRUE;
        }
        return frame.failTest(holder instanceof InvalidValue ? ErrorCode.UNUSABLE_VALUE : ErrorCode.TYPE, at);
    }
}
