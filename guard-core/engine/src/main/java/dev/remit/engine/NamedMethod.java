package dev.remit.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method of the application, as an operator names it. Immutable.
 *
 * @param className the class that declares it, as in {@code Class.getName}
 * @param method its name
 * @param arguments the types of its arguments, as in {@code Class.getName} or as in source for an array; null where the name alone says which
 * @param parameters the names of its parameters; null where its class is to say them
 */
public record NamedMethod(
        String className,
        String method,
        @Nullable List<String> arguments,
        @Nullable List<String> parameters) {
    /** A method whose class says the names of its parameters. */
    public NamedMethod(String className, String method, @Nullable List<String> arguments) {
        this(className, method, arguments, null);
    }

    /**
     * Reads {@code com.acme.Support#refund}, {@code com.acme.Support#refund(String,int)} or {@code com.acme.Support#refund(String booking,int cents)}:
     * types of {@code java.lang} need no package, as in source.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static NamedMethod parse(String text) {
        final int hash = text.indexOf('#');
        final int open = text.indexOf('(');
        final int end = open < 0 ? text.length() : open;
        if (hash < 1 || end <= hash + 1 || (open >= 0 && !text.endsWith(")"))) {
            throw new IllegalArgumentException(
                    "a method is named as com.acme.Support#refund, or with its arguments' types as"
                            + " com.acme.Support#refund(String,int)");
        }
        final String className = text.substring(0, hash).strip();
        final String method = text.substring(hash + 1, end).strip();
        if (open < 0) {
            return new NamedMethod(className, method, null);
        }
        final List<String> arguments = new ArrayList<>();
        final List<String> parameters = new ArrayList<>();
        final String list = text.substring(open + 1, text.length() - 1).strip();
        for (String each : list.isEmpty() ? new String[0] : list.split(",", -1)) {
            final String argument = each.strip();
            final int space = argument.lastIndexOf(' ');
            arguments.add(type(
                    argument.substring(0, space < 0 ? argument.length() : space).strip(), text));
            if (space >= 0) {
                parameters.add(argument.substring(space + 1));
            }
        }
        if (!parameters.isEmpty() && parameters.size() != arguments.size()) {
            throw new IllegalArgumentException("name each parameter or none of " + text);
        }
        return new NamedMethod(className, method, arguments, parameters.isEmpty() ? null : parameters);
    }

    private static String type(String type, String text) {
        if (type.isEmpty()) {
            throw new IllegalArgumentException("a type is missing between the commas of " + text);
        }
        if (type.endsWith("...")) {
            return type(type.substring(0, type.length() - 3).strip(), text) + "[]";
        }
        final int array = type.indexOf('[');
        final String element = array < 0 ? type : type.substring(0, array);
        final boolean isJavaLang =
                element.indexOf('.') < 0 && ClassLoader.getSystemResource("java/lang/" + element + ".class") != null;
        return isJavaLang ? "java.lang." + type : type;
    }

    @Override
    public String toString() {
        return className + '#' + method + (arguments == null ? "" : '(' + String.join(",", arguments) + ')');
    }
}
