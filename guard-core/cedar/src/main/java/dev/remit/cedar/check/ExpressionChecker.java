package dev.remit.cedar.check;

import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import dev.remit.cedar.ast.Var;
import dev.remit.cedar.eval.Value;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import dev.remit.cedar.schema.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types one expression for one kind of request, and reports each part that does not fit. For one thread. */
final class ExpressionChecker {
    private final Schema schema;
    private final RequestType request;
    private final Findings findings;
    private final Membership membership;
    private final OperatorChecker operators;

    /** What is known to be there where the expression stands that is being typed. */
    private final Set<String> known = new HashSet<>();

    ExpressionChecker(Schema schema, RequestType request, Findings findings) {
        this.schema = schema;
        this.request = request;
        this.findings = findings;
        this.membership = new Membership(schema);
        this.operators = new OperatorChecker(this, schema, request, findings);
    }

    /** Operands that are asked one after the other until one is false. */
    Answer and(List<Expr> operands) {
        Type type = Type.TRUE;
        boolean sound = true;
        Set<String> learned = new LinkedHashSet<>();
        Set<String> added = new HashSet<>();
        for (Expr operand : operands) {
            Answer next = bool(operand);
            sound &= next.sound();
            if (next.isFalse()) {
                learned.clear();
                type = Type.FALSE;
                break;
            }
            if (next.type() == null || !Type.TRUE.equals(type)) {
                type = next.isTrue() ? type : Type.BOOL;
            } else {
                type = next.type();
            }
            learned.addAll(next.known());
            assume(next.known(), added);
        }
        known.removeAll(added);
        return sound ? Answer.of(type, learned) : Answer.unsound(type);
    }

    private void assume(Set<String> more, Set<String> added) {
        for (String fact : more) {
            if (known.add(fact)) {
                added.add(fact);
            }
        }
    }

    private Answer typeKnowing(Set<String> more, Expr expr) {
        Set<String> added = new HashSet<>();
        assume(more, added);
        Answer answer = type(expr);
        known.removeAll(added);
        return answer;
    }

    /** The expression's type where a Bool is needed. */
    Answer bool(Expr expr) {
        Answer answer = type(expr);
        return answer.type() == null || TypeRules.isBool(answer.type())
                ? answer.type() == null ? Answer.unsound(null) : answer
                : mismatch(expr, answer.type(), "Bool");
    }

    /** The expression's type where just one type will do. */
    Answer expect(Expr expr, Type wanted) {
        Answer answer = type(expr);
        if (answer.type() == null) {
            return Answer.unsound(null);
        }
        return wanted.equals(answer.type()) ? answer : mismatch(expr, answer.type(), wanted.toString());
    }

    /** The expression's type where an entity is needed. */
    Answer entity(Expr expr) {
        Answer answer = type(expr);
        if (answer.type() == null) {
            return Answer.unsound(null);
        }
        return TypeRules.isEntity(answer.type()) ? answer : mismatch(expr, answer.type(), "an entity");
    }

    /** The expression's type where a set is needed. */
    Answer set(Expr expr) {
        Answer answer = type(expr);
        if (answer.type() == null) {
            return Answer.unsound(null);
        }
        return answer.type() instanceof Type.SetOf ? answer : mismatch(expr, answer.type(), "a Set");
    }

    /** Notes that an expression has another type than its place needs. */
    Answer mismatch(Expr expr, Type actual, String wanted) {
        findings.error(expr.span(), "this is " + Words.type(actual) + ", expected " + wanted, "");
        return Answer.unsound(null);
    }

    boolean isKnown(String fact) {
        return known.contains(fact);
    }

    /** The expression's type. */
    Answer type(Expr expr) {
        if (expr instanceof Expr.BoolLiteral literal) {
            return Answer.of(literal.value() ? Type.TRUE : Type.FALSE);
        }
        if (expr instanceof Expr.LongLiteral) {
            return Answer.of(Type.LONG);
        }
        if (expr instanceof Expr.StringLiteral) {
            return Answer.of(Type.STRING);
        }
        if (expr instanceof Expr.EntityLiteral literal) {
            return entityLiteral(literal);
        }
        if (expr instanceof Expr.Variable variable) {
            return Answer.of(variable(variable.var()));
        }
        if (expr instanceof Expr.And and) {
            return and(and.operands());
        }
        if (expr instanceof Expr.Or or) {
            return or(or.operands());
        }
        if (expr instanceof Expr.Not not) {
            return negated(bool(not.operand()));
        }
        if (expr instanceof Expr.If branch) {
            return branch(branch);
        }
        if (expr instanceof Expr.Attribute attribute) {
            return attribute(attribute);
        }
        if (expr instanceof Expr.Has has) {
            return has(has);
        }
        if (expr instanceof Expr.SetOf set) {
            return setOf(set);
        }
        if (expr instanceof Expr.RecordOf record) {
            return recordOf(record);
        }
        return expr instanceof Expr.Call call ? call(call) : operators.type(expr);
    }

    private Type variable(Var var) {
        return switch (var) {
            case PRINCIPAL -> new Type.EntityOf(request.principal());
            case ACTION -> new Type.EntityOf(request.action().uid().type());
            case RESOURCE -> new Type.EntityOf(request.resource());
            case CONTEXT -> request.action().context();
        };
    }

    /** Names that the schema does not have are reported once a policy, not here. */
    private Answer entityLiteral(Expr.EntityLiteral literal) {
        String type = literal.uid().type();
        boolean known = literal.uid().isAction() ? schema.action(literal.uid()) != null : membership.isKnownType(type);
        return known ? Answer.of(new Type.EntityOf(type)) : Answer.unsound(null);
    }

    static Answer negated(Answer answer) {
        if (answer.type() == null) {
            return Answer.unsound(Type.BOOL);
        }
        Type type = answer.isTrue() ? Type.FALSE : answer.isFalse() ? Type.TRUE : Type.BOOL;
        return Answer.of(type).after(answer);
    }

    private Answer or(List<Expr> operands) {
        Answer so = bool(operands.get(0));
        for (int i = 1; i < operands.size(); i++) {
            if (so.isTrue()) {
                return so;
            }
            Answer next = bool(operands.get(i));
            so = either(so, next).after(so, next);
        }
        return so;
    }

    private static Answer either(Answer a, Answer b) {
        if (a.type() == null || b.type() == null) {
            return Answer.unsound(Type.BOOL);
        }
        if (b.isTrue()) {
            return Answer.of(Type.TRUE, b.known());
        }
        if (b.isFalse()) {
            return Answer.of(a.type(), a.known());
        }
        return a.isFalse() ? Answer.of(b.type(), b.known()) : Answer.of(Type.BOOL, common(a.known(), b.known()));
    }

    private static Set<String> common(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Set.of();
        }
        Set<String> both = new LinkedHashSet<>(a);
        both.retainAll(b);
        return both;
    }

    private static Set<String> all(Set<String> a, Set<String> b) {
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return all;
    }

    private Answer branch(Expr.If branch) {
        Answer condition = bool(branch.condition());
        if (condition.isTrue()) {
            Answer then = typeKnowing(condition.known(), branch.then());
            return new Answer(then.type(), all(then.known(), condition.known()), then.sound()).after(condition, then);
        }
        if (condition.isFalse()) {
            return type(branch.otherwise()).after(condition);
        }
        Answer then = typeKnowing(condition.known(), branch.then());
        Answer otherwise = type(branch.otherwise());
        if (then.type() == null || otherwise.type() == null) {
            return Answer.unsound(null);
        }
        Type joined = TypeRules.join(then.type(), otherwise.type());
        if (joined == null) {
            findings.error(
                    branch.span(),
                    "the two branches differ: one gives " + Words.type(then.type()) + ", the other "
                            + Words.type(otherwise.type()),
                    "");
            return Answer.unsound(null);
        }
        return Answer.of(joined, common(otherwise.known(), all(then.known(), condition.known())))
                .after(condition, then, otherwise);
    }

    /** What an entity or a record has; null for a type that has no attributes. */
    private Type.@Nullable RecordOf attributes(Type type) {
        if (type instanceof Type.RecordOf record) {
            return record;
        }
        if (type instanceof Type.EntityOf entity) {
            EntityType known = schema.entityType(entity.name());
            return known == null ? Type.RecordOf.EMPTY : known.attributes();
        }
        return null;
    }

    private Answer attribute(Expr.Attribute expr) {
        Answer holder = type(expr.target());
        if (holder.type() == null) {
            return Answer.unsound(null);
        }
        Type.RecordOf attributes = attributes(holder.type());
        if (attributes == null) {
            return mismatch(expr.target(), holder.type(), "a record or an entity");
        }
        Type.Attribute found = attributes.attributes().get(expr.name());
        if (found == null) {
            findings.error(
                    expr.span(),
                    Words.type(holder.type()) + " has no attribute `" + expr.name() + "`",
                    Words.nearest(expr.name(), attributes.attributes().keySet()));
            return Answer.unsound(null);
        }
        if (!found.required() && !isKnown(Shape.attribute(expr.target(), expr.name()))) {
            findings.error(
                    expr.span(),
                    "the attribute `" + expr.name() + "` may be absent",
                    "ask `" + expr.target().span().text() + " has " + expr.name() + " &&` first");
            return Answer.unsound(found.type());
        }
        return Answer.of(found.type()).after(holder);
    }

    private Answer has(Expr.Has expr) {
        Answer holder = type(expr.target());
        if (holder.type() == null) {
            return Answer.unsound(Type.BOOL);
        }
        Type.RecordOf attributes = attributes(holder.type());
        if (attributes == null) {
            mismatch(expr.target(), holder.type(), "a record or an entity");
            return Answer.unsound(Type.BOOL);
        }
        Type.Attribute found = attributes.attributes().get(expr.name());
        if (found == null) {
            return Answer.of(Type.FALSE).after(holder);
        }
        String fact = Shape.attribute(expr.target(), expr.name());
        // An entity that nothing is known of has no attribute, not even a required one.
        boolean certain = isKnown(fact) || found.required() && holder.type() instanceof Type.RecordOf;
        return Answer.of(certain ? Type.TRUE : Type.BOOL, Set.of(fact)).after(holder);
    }

    private Answer setOf(Expr.SetOf expr) {
        if (expr.elements().isEmpty()) {
            findings.error(expr.span(), "the type of an empty set can't be known", "");
            return Answer.unsound(null);
        }
        Type joined = null;
        boolean sound = true;
        boolean typed = true;
        for (Expr element : expr.elements()) {
            Answer answer = type(element);
            sound &= answer.sound();
            if (answer.type() == null) {
                typed = false;
            } else if (typed && joined == null) {
                joined = answer.type();
            } else if (typed && joined != null) {
                Type wider = TypeRules.join(joined, answer.type());
                if (wider == null) {
                    findings.error(
                            expr.span(),
                            "the elements differ: one is " + Words.type(joined) + ", another "
                                    + Words.type(answer.type()),
                            "");
                    typed = false;
                } else {
                    joined = wider;
                }
            }
        }
        if (!typed || joined == null) {
            return Answer.unsound(null);
        }
        Type type = new Type.SetOf(joined);
        return sound ? Answer.of(type) : Answer.unsound(type);
    }

    private Answer recordOf(Expr.RecordOf expr) {
        Map<String, Type.Attribute> attributes = new HashMap<>();
        boolean sound = true;
        boolean typed = true;
        for (Expr.Field field : expr.fields()) {
            Answer answer = type(field.value());
            sound &= answer.sound();
            if (answer.type() == null) {
                typed = false;
            } else {
                attributes.put(field.name(), new Type.Attribute(answer.type(), true));
            }
        }
        Type type = typed ? new Type.RecordOf(attributes) : null;
        return sound && type != null ? Answer.of(type) : Answer.unsound(type);
    }

    private Answer call(Expr.Call call) {
        ExtensionFunction function = call.function();
        Signature signature = Signature.of(function);
        boolean wrong = false;
        if (call.arguments().size() != signature.parameters().size()) {
            int method = function.isMethod() ? 1 : 0;
            findings.error(
                    call.span(),
                    "`" + function.functionName() + "` has "
                            + (call.arguments().size() - method) + " arguments, expected "
                            + (signature.parameters().size() - method),
                    "");
            wrong = true;
        }
        if (!function.isMethod()) {
            wrong |= isUnusableText(call) || isNoLiteral(call);
        }
        boolean sound = !wrong;
        for (int i = 0; i < call.arguments().size(); i++) {
            Expr argument = call.arguments().get(i);
            Answer answer = wrong
                    ? type(argument)
                    : expect(argument, signature.parameters().get(i));
            sound &= answer.sound();
        }
        return sound ? Answer.of(signature.result()) : Answer.unsound(signature.result());
    }

    private boolean isUnusableText(Expr.Call call) {
        if (call.arguments().size() != 1 || !(call.arguments().get(0) instanceof Expr.StringLiteral text)) {
            return false;
        }
        try {
            Value.extension(call.function(), List.of(Value.of(text.value())));
            return false;
        } catch (IllegalArgumentException e) {
            findings.error(text.span(), "this is no `" + call.function().functionName() + "`", "");
            return true;
        }
    }

    private boolean isNoLiteral(Expr.Call call) {
        for (Expr argument : call.arguments()) {
            if (!isLiteral(argument)) {
                findings.error(
                        argument.span(),
                        "`" + call.function().functionName() + "` takes a literal, so that it can be checked now",
                        "have the value given as "
                                + Signature.of(call.function()).result() + " already");
                return true;
            }
        }
        return false;
    }

    private static boolean isLiteral(Expr expr) {
        return expr instanceof Expr.StringLiteral
                || expr instanceof Expr.LongLiteral
                || expr instanceof Expr.BoolLiteral
                || expr instanceof Expr.EntityLiteral;
    }
}
