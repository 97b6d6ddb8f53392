package dev.remit.cedar.format;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.parse.PolicySyntaxException;
import dev.remit.cedar.parse.PolicyTokens;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
import dev.remit.cedar.parse.Token;
import java.util.List;

/**
 * Writes policies in one style. Formatting twice gives what formatting once does. Stateless.
 */
public final class PolicyFormatter {
    /** Columns of a line, in code points; words and comments that are longer stay whole. */
    public static final int WIDTH = 100;

    private PolicyFormatter() {}

    /**
     * The same policies with the same comments: indented by four, lines broken behind operators and commas where they would pass {@link #WIDTH},
     * policies apart by one empty line. Lines end with a line feed; strings keep what they hold.
     *
     * @param name what errors call the text: usually the file's name
     * @param text Cedar policies and templates
     * @throws PolicySyntaxException with every error of the text
     */
    public static String format(String name, String text) {
        SourceText source = new SourceText(name, text);
        List<Token> tokens = PolicyTokens.read(source);
        String formatted = new Printer(WIDTH).print(PolicyLayout.of(Words.of(source, tokens)));
        if (formatted.length() > SyntaxLimits.FORMAT_LENGTH) {
            throw new PolicySyntaxException(List.of(new SyntaxError(
                    source,
                    0,
                    "formatted, the text would be longer than " + SyntaxLimits.FORMAT_LENGTH + " characters",
                    "several smaller ones")));
        }
        requireSame(tokens, PolicyTokens.read(new SourceText(name, formatted)), name);
        return formatted;
    }

    /** Files are overwritten with what comes out: better no answer than one that lost a word. */
    private static void requireSame(List<Token> before, List<Token> after, String name) {
        boolean same = before.size() == after.size();
        for (int i = 0; same && i < before.size(); i++) {
            Token token = before.get(i);
            same = token.kind() == after.get(i).kind()
                    && Words.trimmed(token).equals(after.get(i).text());
        }
        if (!same) {
            throw new IllegalStateException("formatting would change what the policies say: name=" + name);
        }
    }
}
