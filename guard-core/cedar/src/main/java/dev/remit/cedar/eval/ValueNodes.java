package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Var;
import org.jspecify.annotations.Nullable;

/** Where values come from: constants, the request, sets and records. */
final class ValueNodes {

    private ValueNodes() {}

    /** Known at compile time. */
    static final class Constant extends Node {
        private final Value value;

        Constant(Expr at, Value value) {
            super(at);
            this.value = value;
        }

        @Override
        Value eval(RequestFrame frame) {
            return value;
        }

        @Override
        Value constant() {
            return value;
        }
    }

    /** {@code principal}, {@code action} or {@code resource}. */
    static final class Party extends Node {
        private final Var var;

        Party(Expr at, Var var) {
            super(at);
            this.var = var;
        }

        @Override
        Value eval(RequestFrame frame) {
            return switch (var) {
                case PRINCIPAL -> frame.principal();
                case ACTION -> frame.action();
                default -> frame.resource();
            };
        }
    }

    /** {@code [a, b]} whose elements depend on the request. */
    static final class SetOf extends Node {
        private final Node[] elements;

        SetOf(Expr at, Node[] elements) {
            super(at);
            this.elements = elements;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            SetValue set = frame.arena().set();
            for (Node element : elements) {
                Value value = element.eval(frame);
                if (value == null) {
                    return null;
                }
                set.add(value);
            }
            return set;
        }
    }

    /** A record whose attributes depend on the request. */
    static final class RecordOf extends Node {
        private final StringValue[] names;
        private final Node[] values;

        RecordOf(Expr at, StringValue[] names, Node[] values) {
            super(at);
            this.names = names;
            this.values = values;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            RecordValue record = frame.arena().record();
            for (int i = 0; i < names.length; i++) {
                Value value = values[i].eval(frame);
                if (value == null) {
                    return null;
                }
                record.put(names[i], value);
            }
            record.seal();
            return record;
        }
    }
}
