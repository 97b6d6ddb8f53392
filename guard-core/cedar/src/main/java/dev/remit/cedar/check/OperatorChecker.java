package dev.remit.cedar.check;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types operators and the methods of the language. */
final class OperatorChecker {
    private final ExpressionChecker expressions;
    private final Schema schema;
    private final RequestType request;
    private final Findings findings;
    private final Membership membership;

    OperatorChecker(ExpressionChecker expressions, Schema schema, RequestType request, Findings findings) {
        this.expressions = expressions;
        this.schema = schema;
        this.request = request;
        this.findings = findings;
        this.membership = new Membership(schema);
    }

    Answer type(Expr expr) {
        if (expr instanceof Expr.Binary binary) {
            return binary(binary);
        }
        if (expr instanceof Expr.Negate negate) {
            return Answer.of(Type.LONG).after(expressions.expect(negate.operand(), Type.LONG));
        }
        if (expr instanceof Expr.Like like) {
            return Answer.of(Type.BOOL).after(expressions.expect(like.target(), Type.STRING));
        }
        if (expr instanceof Expr.Is is) {
            return is(is);
        }
        if (expr instanceof Expr.Method method) {
            return switch (method.method()) {
                case IS_EMPTY -> Answer.of(Type.BOOL).after(expressions.set(method.target()));
                case CONTAINS -> contains(method);
                case CONTAINS_ALL, CONTAINS_ANY -> containsMany(method);
                case HAS_TAG -> hasTag(method);
                case GET_TAG -> getTag(method);
            };
        }
        throw new IllegalStateException("no such expression: " + expr);
    }

    private Answer binary(Expr.Binary expr) {
        return switch (expr.op()) {
            case EQUAL -> equality(expr);
            case NOT_EQUAL -> ExpressionChecker.negated(equality(expr));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> order(expr);
            case IN -> in(expr);
            case PLUS, MINUS, TIMES -> {
                Answer left = expressions.expect(expr.left(), Type.LONG);
                Answer right = expressions.expect(expr.right(), Type.LONG);
                yield Answer.of(Type.LONG).after(left, right);
            }
        };
    }

    private Answer equality(Expr.Binary expr) {
        Answer left = expressions.type(expr.left());
        Answer right = expressions.type(expr.right());
        Type type = Type.BOOL;
        if (left.type() != null && right.type() != null && TypeRules.areDisjoint(left.type(), right.type())) {
            type = Type.FALSE;
        } else {
            Object a = literal(expr.left());
            Object b = literal(expr.right());
            if (a != null && b != null) {
                type = a.equals(b) ? Type.TRUE : Type.FALSE;
            }
        }
        return type.equals(Type.BOOL)
                ? alike(expr, left.type(), right.type()).after(left, right)
                : Answer.of(type).after(left, right);
    }

    /** What an expression is known to give in every request of this kind, or null. */
    private @Nullable Object literal(Expr expr) {
        if (expr instanceof Expr.BoolLiteral literal) {
            return literal.value();
        }
        if (expr instanceof Expr.LongLiteral literal) {
            return literal.value();
        }
        if (expr instanceof Expr.And and) {
            return folded(and.operands(), false);
        }
        if (expr instanceof Expr.Or or) {
            return folded(or.operands(), true);
        }
        return expr instanceof Expr.StringLiteral literal ? literal.value() : Membership.named(expr, request);
    }

    /** To Cedar's parser {@code &&} and {@code ||} of literals are a literal, too. */
    private @Nullable Object folded(List<Expr> operands, boolean decisive) {
        boolean decided = false;
        for (Expr operand : operands) {
            if (!(literal(operand) instanceof Boolean value)) {
                return null;
            }
            decided |= value == decisive;
        }
        return decided == decisive;
    }

    /** Bool, where values of both types can be equal at all. */
    private Answer alike(Expr expr, @Nullable Type left, @Nullable Type right) {
        if (left != null && right != null && TypeRules.join(left, right) == null) {
            findings.error(
                    expr.span(),
                    "these can never be equal: one is " + Words.type(left) + ", the other " + Words.type(right),
                    "");
            return Answer.unsound(Type.BOOL);
        }
        return Answer.of(Type.BOOL);
    }

    private Answer order(Expr.Binary expr) {
        Answer left = expressions.type(expr.left());
        Answer right = expressions.type(expr.right());
        Type a = left.type();
        Type b = right.type();
        if (a == null || b == null) {
            return Answer.unsound(Type.BOOL);
        }
        if (a.equals(b) && Signature.isOrdered(a)) {
            return Answer.of(Type.BOOL).after(left, right);
        }
        if (Signature.isOrdered(a)) {
            expressions.mismatch(expr.right(), b, a.toString());
        } else if (Signature.isOrdered(b)) {
            expressions.mismatch(expr.left(), a, b.toString());
        } else {
            expressions.mismatch(expr.left(), a, "Long, datetime or duration");
            expressions.mismatch(expr.right(), b, "Long, datetime or duration");
        }
        return Answer.unsound(Type.BOOL);
    }

    private Answer in(Expr.Binary expr) {
        Answer left = expressions.entity(expr.left());
        Answer right = expressions.type(expr.right());
        if (right.type() != null && !TypeRules.isEntity(right.type()) && !TypeRules.isEntities(right.type())) {
            right = expressions.mismatch(expr.right(), right.type(), "an entity or a set of entities");
        }
        if (!left.sound() || !right.sound()) {
            return Answer.unsound(Type.BOOL);
        }
        EntityUid member = Membership.named(expr.left(), request);
        List<EntityUid> groups = Membership.allNamed(expr.right(), request);
        if (member != null && groups != null && member.isAction()) {
            return Answer.of(membership.isActionIn(member, groups) ? Type.TRUE : Type.FALSE);
        }
        String memberType = entityType(left.type());
        String groupType = entityType(right.type());
        boolean possible = memberType == null || groupType == null || membership.canBeIn(memberType, groupType);
        return Answer.of(possible ? Type.BOOL : Type.FALSE);
    }

    /** The type of an entity or of the elements of a set of entities. */
    private static @Nullable String entityType(@Nullable Type type) {
        Type one = type instanceof Type.SetOf set ? set.element() : type;
        return one == null ? null : TypeRules.entityType(one);
    }

    private Answer is(Expr.Is expr) {
        Answer target = expressions.entity(expr.target());
        String type = target.type() == null ? null : TypeRules.entityType(target.type());
        if (type == null) {
            return Answer.unsound(Type.BOOL);
        }
        return Answer.of(type.equals(expr.type()) ? Type.TRUE : Type.FALSE).after(target);
    }

    private Answer contains(Expr.Method expr) {
        Answer set = expressions.set(expr.target());
        Answer element = expressions.type(expr.arguments().get(0));
        Type wanted = set.type() instanceof Type.SetOf of ? of.element() : null;
        return alike(expr, wanted, element.type()).after(set, element);
    }

    private Answer containsMany(Expr.Method expr) {
        Answer set = expressions.set(expr.target());
        Answer other = expressions.set(expr.arguments().get(0));
        return alike(expr, set.type(), other.type()).after(set, other);
    }

    private Answer hasTag(Expr.Method expr) {
        Answer holder = expressions.entity(expr.target());
        Answer name = expressions.expect(expr.arguments().get(0), Type.STRING);
        if (holder.type() == null) {
            return Answer.unsound(null);
        }
        String fact = Shape.tag(expr.target(), expr.arguments().get(0));
        Type type = expressions.isKnown(fact) ? Type.TRUE : Type.BOOL;
        return Answer.of(tags(holder.type()) == null ? Type.FALSE : type, Set.of(fact))
                .after(holder, name);
    }

    private Answer getTag(Expr.Method expr) {
        Answer holder = expressions.entity(expr.target());
        Answer name = expressions.expect(expr.arguments().get(0), Type.STRING);
        if (holder.type() == null) {
            return Answer.unsound(null);
        }
        if (!expressions.isKnown(Shape.tag(expr.target(), expr.arguments().get(0)))) {
            String target = expr.target().span().text();
            String tag = expr.arguments().get(0).span().text();
            findings.error(expr.span(), "the tag may be absent", "ask `" + target + ".hasTag(" + tag + ") &&` first");
            return Answer.unsound(null);
        }
        Type tags = tags(holder.type());
        if (tags == null) {
            findings.error(expr.span(), Words.type(holder.type()) + " has no tags", "");
            return Answer.unsound(null);
        }
        return Answer.of(tags).after(holder, name);
    }

    private @Nullable Type tags(Type type) {
        EntityType known = type instanceof Type.EntityOf entity ? schema.entityType(entity.name()) : null;
        return known == null ? null : known.tags();
    }
}
