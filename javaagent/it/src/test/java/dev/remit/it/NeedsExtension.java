package dev.remit.it;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Leaves out what {@link Needs} more than the oldest versions have. */
public final class NeedsExtension implements ExecutionCondition, InvocationInterceptor {
    /** Whether the libraries are the oldest. */
    private static final boolean OLDEST = Boolean.getBoolean("remit.it.oldest");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        final String missing = context.getElement().map(NeedsExtension::missing).orElse(null);
        return missing == null
                ? ConditionEvaluationResult.enabled("nothing is missing")
                : ConditionEvaluationResult.disabled("there is no " + missing);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext context)
            throws Throwable {
        for (Object argument : called.getArguments()) {
            if (argument instanceof Enum<?> constant) {
                final String missing = missing(constant.getDeclaringClass().getField(constant.name()));
                if (missing != null) {
                    invocation.skip();
                    throw new TestAbortedException("there is no " + missing);
                }
            }
        }
        invocation.proceed();
    }

    /** What is needed and not there, or null. */
    private static String missing(AnnotatedElement element) {
        final Needs needs = element.getAnnotation(Needs.class);
        if (needs == null || isThere(needs.value())) {
            return null;
        }
        if (!OLDEST) {
            throw new IllegalStateException("The newest version has no " + needs.value());
        }
        return needs.value();
    }

    private static boolean isThere(String what) {
        final int member = what.indexOf('#');
        try {
            final Class<?> type = Class.forName(
                    member < 0 ? what : what.substring(0, member), false, NeedsExtension.class.getClassLoader());
            return member < 0
                    || Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getFields()))
                            .anyMatch(found -> found.getName().equals(what.substring(member + 1)));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
