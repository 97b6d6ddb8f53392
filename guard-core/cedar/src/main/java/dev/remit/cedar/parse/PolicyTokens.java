package dev.remit.cedar.parse;

import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;

/** The words and comments of policies, for tools that work on the text itself. Stateless. */
public final class PolicyTokens {

    private PolicyTokens() {}

    /**
     * Every token of a text in Cedar's own syntax that can be parsed, comments too, in their order; an end token last.
     *
     * @throws PolicySyntaxException with every error of the text, {@link SyntaxLimits#FORMAT_LENGTH} among what it can meet
     */
    public static List<Token> read(SourceText source) {
        List<SyntaxError> errors = new ArrayList<>();
        if (JsonPolicyParser.isJson(source)) {
            errors.add(new SyntaxError(source, 0, "these policies are JSON", "Cedar's own syntax"));
        } else if (!PolicyTextParser.isTooLong(source, SyntaxLimits.FORMAT_LENGTH, errors)) {
            PolicyTextParser.parse(source, errors);
        }
        if (!errors.isEmpty()) {
            throw new PolicySyntaxException(errors);
        }
        return Lexer.tokensAndComments(source, errors);
    }
}
