package dev.remit.cedar.parse;

import dev.remit.cedar.ast.BuiltIn;
import dev.remit.cedar.ast.ExtensionFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says of names that there is nothing of the kind, and which one was probably meant. Stateless. */
final class UnknownNames {
    private static final List<String> VALUES = List.of("principal", "action", "resource", "context", "true", "false");

    /** What other languages have for what {@code like} does. */
    private static final Set<String> TEXT_METHODS = Set.of("startsWith", "endsWith", "matches");

    private UnknownNames() {}

    /** A name that stands for a value; {@code A::b} is one whose id has no quotes. */
    static SyntaxFailure name(TokenStream tokens, Token start, String path) {
        return tokens.failure(
                start.start(),
                "unknown name `" + path + "`",
                "principal, action, resource, context, an entity such as `" + path + "::\"id\"` or a literal",
                path.contains("::") ? withQuotedId(path) : KnownMistakes.meant(path, VALUES));
    }

    /** An entity's name with nothing behind its type: {@code A::b} has no quotes around its id. */
    static SyntaxFailure entity(TokenStream tokens, Token start, String path) {
        return path.contains("::") && !tokens.at(":")
                ? tokens.failure(
                        start.start(), "`" + path + "` is no entity", "an id in double quotes", withQuotedId(path))
                : tokens.unexpected("`::`");
    }

    /** A name that is called. */
    static SyntaxFailure function(TokenStream tokens, Token start, String name) {
        String message = "`" + name + "` is no function";
        return isFunction(name)
                ? tokens.failure(start.start(), message + ", it is a method", "`value." + name + "(…)`")
                : tokens.failure(
                        start.start(),
                        message,
                        "ip, decimal, datetime or duration",
                        KnownMistakes.meant(name, functions(false)));
    }

    /** A name that is called behind a dot. */
    static SyntaxFailure method(TokenStream tokens, Token name) {
        String message = "`" + name.text() + "` is no method";
        return isFunction(name.text())
                ? tokens.failure(name.start(), message + ", it is a function", "`" + name.text() + "(…)`")
                : tokens.failure(
                        name.start(),
                        message,
                        TEXT_METHODS.contains(name.text()) ? "`like` with a pattern such as `\"a*\"`" : "",
                        KnownMistakes.meant(name.text(), functions(true)));
    }

    private static boolean isFunction(String name) {
        return ExtensionFunction.named(name) != null || BuiltIn.named(name) != null;
    }

    private static List<String> functions(boolean methods) {
        List<String> names = new ArrayList<>();
        for (ExtensionFunction function : ExtensionFunction.values()) {
            if (function.isMethod() == methods) {
                names.add(function.functionName());
            }
        }
        if (methods) {
            for (BuiltIn method : BuiltIn.values()) {
                names.add(method.methodName());
            }
        }
        return names;
    }

    /** {@code A::B::"c"} of {@code A::B::c}. */
    private static String withQuotedId(String path) {
        int id = path.lastIndexOf("::") + 2;
        return path.substring(0, id) + '"' + path.substring(id) + '"';
    }
}
