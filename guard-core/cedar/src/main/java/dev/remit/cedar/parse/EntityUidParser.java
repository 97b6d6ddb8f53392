package dev.remit.cedar.parse;

import dev.remit.cedar.ast.EntityUid;
import dev.remit.cedar.ast.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the name of an entity as policies write it, {@code Type::"id"}. Stateless. */
public final class EntityUidParser {

    private EntityUidParser() {}

    /** The entity; null where the text is no name, or more than one. */
    public static @Nullable EntityUid parse(String text) {
        List<SyntaxError> errors = new ArrayList<>();
        SourceText source = new SourceText("entity", text);
        TokenStream tokens = new TokenStream(source, Lexer.tokens(source, errors));
        try {
            EntityUid uid = new ExpressionParser(tokens).entity();
            return errors.isEmpty() && tokens.atEnd() ? uid : null;
        } catch (SyntaxFailure e) {
            return null;
        }
    }
}
