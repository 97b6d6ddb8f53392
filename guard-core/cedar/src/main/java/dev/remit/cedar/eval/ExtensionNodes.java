package dev.remit.cedar.eval;

import dev.remit.cedar.ast.Expr;
import dev.remit.cedar.ast.ExtensionFunction;
import org.jspecify.annotations.Nullable;

/** Calls of extension functions and methods. */
final class ExtensionNodes {

    private ExtensionNodes() {}

    /** With one argument or two. */
    static final class Call extends Node {
        private final ExtensionFunction function;
        private final Node[] arguments;

        Call(Expr at, ExtensionFunction function, Node[] arguments) {
            super(at);
            this.function = function;
            this.arguments = arguments;
        }

        @Override
        @Nullable
        Value eval(RequestFrame frame) {
            Value first = null;
            Value second = null;
            for (int i = 0; i < arguments.length; i++) {
                Value value = arguments[i].eval(frame);
                if (value == null) {
                    return null;
                }
                if (i == 0) {
                    first = value;
                } else {
                    second = value;
                }
            }
            if (arguments.length != function.arity() || first == null) {
                return frame.fail(ErrorCode.ARITY, this);
            }
            Value result = Extensions.apply(function, first, second == null ? first : second, frame.arena());
            return result != null ? result : frame.fail(Extensions.error(function, first, second), this);
        }
    }
}
