package dev.remit.cedar.check;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.Policy;
import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.Scope;
import dev.remit.cedar.ast.Span;
import dev.remit.cedar.ast.Subexpressions;
import dev.remit.cedar.schema.ActionType;
import dev.remit.cedar.schema.EntityType;
import dev.remit.cedar.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Checks policies against a schema, strictly. Stateless. */
public final class PolicyValidator {
    private final Schema schema;
    private final Membership membership;
    private final Findings findings = new Findings();

    private PolicyValidator(Schema schema) {
        this.schema = schema;
        this.membership = new Membership(schema);
    }

    /**
     * Checks every policy and template of a set, for every kind of request that the schema allows.
     *
     * @return what was found, by policy: an error for what does not fit, a warning for a policy that can never apply
     */
    public static List<Finding> validate(PolicySet set, Schema schema) {
        PolicyValidator validator = new PolicyValidator(schema);
        for (Policy policy : set.policies()) {
            validator.findings.begin(policy);
            if (policy.template() == null) {
                validator.written(policy);
            } else {
                validator.linked(policy);
            }
        }
        for (Policy template : set.templates()) {
            validator.findings.begin(template);
            validator.written(template);
        }
        return validator.findings.all();
    }

    private void written(Policy policy) {
        List<Expr> meaning = Head.meaning(policy);
        for (Expr part : meaning) {
            names(part);
        }
        applicable(policy);
        typed(policy, meaning);
    }

    /** The template itself is checked apart. */
    private void linked(Policy policy) {
        for (Scope scope : List.of(policy.principal(), policy.resource())) {
            EntityUid uid = scope instanceof Scope.Equal equal
                    ? equal.uid()
                    : scope instanceof Scope.In in ? in.uid() : scope instanceof Scope.IsIn is ? is.uid() : null;
            if (uid != null) {
                type(policy.span(), uid.type());
            }
        }
        applicable(policy);
    }

    /** Reports each name in an expression that the schema does not have. */
    private void names(Expr expr) {
        if (expr instanceof Expr.EntityLiteral literal) {
            entity(literal.span(), literal.uid());
        } else if (expr instanceof Expr.Is is) {
            type(is.span(), is.type());
        }
        for (Expr part : Subexpressions.of(expr)) {
            names(part);
        }
    }

    private void entity(Span span, EntityUid uid) {
        if (uid.isAction()) {
            if (schema.action(uid) == null) {
                List<String> names = new ArrayList<>();
                for (ActionType action : schema.actions()) {
                    names.add(action.uid().toString());
                }
                findings.error(span, "the schema has no action `" + uid + "`", Words.nearest(uid.toString(), names));
            }
            return;
        }
        type(span, uid.type());
        EntityType type = schema.entityType(uid.type());
        if (type != null && type.ids() != null && !type.ids().contains(uid.id())) {
            findings.error(
                    span, "`" + uid.type() + "` has no entity `" + uid + "`", Words.nearest(uid.id(), type.ids()));
        }
    }

    private void type(Span span, String name) {
        if (!membership.isKnownType(name)) {
            List<String> names = new ArrayList<>();
            for (EntityType type : schema.entityTypes()) {
                names.add(type.name());
            }
            findings.error(span, "the schema has no entity type `" + name + "`", Words.nearest(name, names));
        }
    }

    /** Reports a head that no request of the schema fits. */
    private void applicable(Policy policy) {
        for (ActionType action : schema.actions()) {
            if (fits(policy.action(), action)
                    && anyFits(policy.principal(), action.principals())
                    && anyFits(policy.resource(), action.resources())) {
                return;
            }
        }
        findings.error(
                policy.span(),
                "no action of the schema takes such a principal and resource",
                "see what `appliesTo` of the action lists");
    }

    private static boolean fits(Scope scope, ActionType action) {
        if (scope instanceof Scope.Equal equal) {
            return action.uid().equals(equal.uid());
        }
        if (scope instanceof Scope.In in) {
            return Membership.isIn(action, in.uid());
        }
        if (scope instanceof Scope.InAny in) {
            for (EntityUid uid : in.uids()) {
                if (Membership.isIn(action, uid)) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    private boolean anyFits(Scope scope, Iterable<String> types) {
        for (String type : types) {
            if (fits(scope, type)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(Scope scope, String type) {
        if (scope instanceof Scope.Equal equal) {
            return type.equals(equal.uid().type());
        }
        if (scope instanceof Scope.In in) {
            return membership.canBeIn(type, in.uid().type());
        }
        if (scope instanceof Scope.Is is) {
            return type.equals(is.type());
        }
        if (scope instanceof Scope.IsInSlot is) {
            return type.equals(is.type());
        }
        if (scope instanceof Scope.IsIn is) {
            return type.equals(is.type()) && membership.canBeIn(type, is.uid().type());
        }
        return true;
    }

    private void typed(Policy policy, List<Expr> meaning) {
        boolean possible = false;
        for (ActionType action : schema.actions()) {
            // An action that the head leaves out makes it false before anything else is looked at; not so an empty
            // list, which is an error.
            if (!fits(policy.action(), action) && !isEmptyList(policy.action())) {
                continue;
            }
            for (String principal : action.principals()) {
                for (String resource : action.resources()) {
                    RequestType request = new RequestType(principal, action, resource);
                    possible |= !new ExpressionChecker(schema, request, findings)
                            .and(meaning)
                            .isFalse();
                }
            }
        }
        if (!possible) {
            findings.warning(policy.span(), "the policy can never apply: its condition is false in every request", "");
        }
    }

    private static boolean isEmptyList(Scope scope) {
        return scope instanceof Scope.InAny in && in.uids().isEmpty();
    }
}
