package dev.remit.javaagent.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call site with the number by which woven code names it. Immutable.
 *
 * @param id the number: the row's place in the table of all
 */
record Row(int id, CallSite site) {
    /** Whether a method is the one this row guards. */
    boolean matches(String name, String descriptor) {
        return isMethod(name) && matchesArguments(descriptor);
    }

    private boolean isMethod(String name) {
        final String method = site.method();
        return method.endsWith("*") ? name.startsWith(method.substring(0, method.length() - 1)) : name.equals(method);
    }

    private boolean matchesArguments(String descriptor) {
        final @Nullable List<String> arguments = site.arguments();
        if (arguments == null) {
            return true;
        }
        int at = 1;
        for (String argument : arguments) {
            final String wanted = descriptorOf(argument);
            if (!descriptor.startsWith(wanted, at)) {
                return false;
            }
            at += wanted.length();
        }
        return descriptor.charAt(at) == ')';
    }

    /** The descriptor of a type named as in {@code Class.getName}, or as in source for an array. */
    private static String descriptorOf(String type) {
        if (type.endsWith("[]")) {
            return "[" + descriptorOf(type.substring(0, type.length() - 2));
        }
        return switch (type) {
            case "int" -> "I";
            case "long" -> "J";
            case "boolean" -> "Z";
            case "byte" -> "B";
            default -> "L" + type.replace('.', '/') + ";";
        };
    }
}
