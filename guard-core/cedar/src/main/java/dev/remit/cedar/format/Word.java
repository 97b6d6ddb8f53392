package dev.remit.cedar.format;

import dev.remit.cedar.parse.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token with the comments that belong to it. Immutable.
 *
 * @param text as it stands in the source, a string with its quotes
 * @param above comments between the token before and this one, each on a line of its own
 * @param behind the comment that ends this token's line
 * @param apart whether an empty line stands directly above
 */
record Word(
        Token token,
        String text,
        List<Comment> above,
        @Nullable String behind,
        boolean apart) {

    /**
     * A comment on a line of its own.
     *
     * @param apart whether an empty line stands directly above
     */
    record Comment(String text, boolean apart) {}

    Word {
        above = List.copyOf(above);
    }

    Word with(String behind) {
        return new Word(token, text, above, behind, apart);
    }

    /** The comments without the token. */
    Doc comments() {
        return above.isEmpty() ? Doc.EMPTY : new Doc.Above(above, apart);
    }

    /** The token with what ends its line, without the comments above. */
    Doc bare() {
        Doc word = new Doc.Text(text);
        return behind == null ? word : Doc.of(word, new Doc.Behind(behind));
    }

    Doc doc() {
        return above.isEmpty() ? bare() : Doc.of(comments(), bare());
    }
}
