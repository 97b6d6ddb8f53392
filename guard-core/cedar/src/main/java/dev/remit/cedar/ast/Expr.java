package dev.remit.cedar.ast;

import java.util.List;

/** A Cedar expression. Immutable; {@link #span()} says where it stands. */
public sealed interface Expr {

    /** Where it stands in its policy text. */
    Span span();

    /** {@code true} or {@code false}. */
    record BoolLiteral(Span span, boolean value) implements Expr {}

    /** A whole number of 64 bits. */
    record LongLiteral(Span span, long value) implements Expr {}

    /** A string, unescaped. */
    record StringLiteral(Span span, String value) implements Expr {}

    /** {@code Type::"id"}. */
    record EntityLiteral(Span span, EntityUid uid) implements Expr {}

    /** {@code principal}, {@code action}, {@code resource} or {@code context}. */
    record Variable(Span span, Var var) implements Expr {}

    /** {@code a && b && c}, flat however long it is. */
    record And(Span span, List<Expr> operands) implements Expr {
        public And {
            operands = List.copyOf(operands);
        }
    }

    /** {@code a || b || c}, flat however long it is. */
    record Or(Span span, List<Expr> operands) implements Expr {
        public Or {
            operands = List.copyOf(operands);
        }
    }

    /** {@code !a}. */
    record Not(Span span, Expr operand) implements Expr {}

    /** {@code -a}. */
    record Negate(Span span, Expr operand) implements Expr {}

    /** {@code if a then b else c}. */
    record If(Span span, Expr condition, Expr then, Expr otherwise) implements Expr {}

    /** An operator between two expressions. */
    record Binary(Span span, BinaryOp op, Expr left, Expr right) implements Expr {}

    /** {@code a.name} or {@code a["name"]}. */
    record Attribute(Span span, Expr target, String name) implements Expr {}

    /** {@code a has name}; {@code a has b.c} is parsed into its meaning, {@code a has b && a.b has c}. */
    record Has(Span span, Expr target, String name) implements Expr {}

    /** {@code a like "pattern"}. */
    record Like(Span span, Expr target, Pattern pattern) implements Expr {}

    /** {@code a is Type}; {@code a is Type in b} is parsed into {@code a is Type && a in b}. */
    record Is(Span span, Expr target, String type) implements Expr {}

    /** {@code [a, b]}. */
    record SetOf(Span span, List<Expr> elements) implements Expr {
        public SetOf {
            elements = List.copyOf(elements);
        }
    }

    /** {@code {a: 1, "b": 2}}. */
    record RecordOf(Span span, List<Field> fields) implements Expr {
        public RecordOf {
            fields = List.copyOf(fields);
        }
    }

    /** {@code target.isEmpty()} and the like: a method of the language itself. */
    record Method(Span span, BuiltIn method, Expr target, List<Expr> arguments) implements Expr {
        public Method {
            arguments = List.copyOf(arguments);
        }
    }

    /** A function of an extension type, {@code ip("::1")} or {@code a.isInRange(b)}; a method's target is its first argument. */
    record Call(Span span, ExtensionFunction function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** One attribute of a record. */
    record Field(String name, Expr value) {}
}
