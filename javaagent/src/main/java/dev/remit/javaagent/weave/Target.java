package dev.remit.javaagent.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a row of a hook's table means, by their names alone: no class is loaded for it. Immutable.
 *
 * @param className the class that declares the method, as in {@code Class.getName}
 * @param method the method's name, {@code <init>} for constructors; a {@code *} at its end stands for what the compiler numbers, as
 *     in a lambda's, and alone for every method
 * @param arguments the arguments' types, as in {@code Class.getName} or as in source for an array; null matches any
 * @param below whether every class below {@code className} that declares the method is meant too
 * @param except classes below {@code className} that are left alone, as in {@code Class.getName}
 * @param beside a class that the class's loader must find too, as in {@code Class.getName}, else it is left alone; null for none
 * @param since the first Java version whose JDK has the method; zero for a method that every one has, or a library
 */
public record Target(
        String className,
        String method,
        @Nullable List<String> arguments,
        boolean below,
        List<String> except,
        @Nullable String beside,
        int since) {

    /** The method with exactly these arguments. */
    public static Target of(String className, String method, String... arguments) {
        return new Target(className, method, List.of(arguments), false, List.of(), null, 0);
    }

    /** The methods of this name, whatever their arguments. */
    public static Target anyOf(String className, String method) {
        return new Target(className, method, null, false, List.of(), null, 0);
    }

    /** All constructors. */
    public static Target constructorsOf(String className) {
        return anyOf(className, "<init>");
    }

    /**
     * These, and those of every class below that declares them.
     *
     * @param exceptions classes that only hand the call on to what another row guards, and knows better
     */
    public Target andBelow(String... exceptions) {
        return new Target(className, method, arguments, true, List.of(exceptions), beside, since);
    }

    /** These, in applications whose loader of the class finds that one too: others are to feel nothing of it. */
    public Target beside(String other) {
        return new Target(className, method, arguments, below, except, other, since);
    }

    /** These, in a JDK of this Java version or a later one: others have none, and none is missed. */
    public Target since(int version) {
        return new Target(className, method, arguments, below, except, beside, version);
    }

    /** Whether a method of the class is meant. */
    boolean matches(String name, String descriptor) {
        return isMethod(name) && matchesArguments(descriptor);
    }

    /** Whether a class file declares such a method. */
    public boolean isDeclaredIn(byte[] classFile) {
        return ClassFile.of(classFile).declares(this);
    }

    /** The class's name as class files have it. */
    String internalName() {
        return className.replace('.', '/');
    }

    private boolean isMethod(String name) {
        return method.endsWith("*") ? name.startsWith(method.substring(0, method.length() - 1)) : name.equals(method);
    }

    private boolean matchesArguments(String descriptor) {
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

    private static String descriptorOf(String type) {
        if (type.endsWith("[]")) {
            return "[" + descriptorOf(type.substring(0, type.length() - 2));
        }
        return switch (type) {
            case "int" -> "I";
            case "long" -> "J";
            case "boolean" -> "Z";
            case "byte" -> "B";
            case "char" -> "C";
            case "short" -> "S";
            case "float" -> "F";
            case "double" -> "D";
            default -> "L" + type.replace('.', '/') + ";";
        };
    }

    /** Class and method, as a person writes them. */
    @Override
    public String toString() {
        return className + "." + method;
    }
}
