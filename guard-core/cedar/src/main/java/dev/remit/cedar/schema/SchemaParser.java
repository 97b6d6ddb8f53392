package dev.remit.cedar.schema;

import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.parse.SyntaxError;
import dev.remit.cedar.parse.SyntaxLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads schemas in Cedar's schema syntax and in their JSON form; what is an error follows Cedar 4.5, with one more: an attribute that stands twice in a
 * record of the schema syntax, where Cedar takes the last. Annotations are read and forgotten. Stateless.
 *
 * <p>A text is JSON if its first character that is no white space is a brace or bracket, whatever its name: no schema in the other syntax starts so.
 */
public final class SchemaParser {

    private SchemaParser() {}

    /**
     * Parses one text.
     *
     * @param name what errors call it: usually the file's name
     * @throws SchemaFormatException with every error
     */
    public static Schema parse(String name, String text) {
        return parse(List.of(new SourceText(name, text)));
    }

    /**
     * Parses texts that make one schema together: each may use what another declares, and none may declare it again.
     *
     * @param sources the texts, in either form, each with a name of its own
     * @throws SchemaFormatException with every error of every text. What names stand for is asked once all texts can be read
     */
    public static Schema parse(List<SourceText> sources) {
        List<SyntaxError> errors = new ArrayList<>();
        List<RawNamespace> namespaces = new ArrayList<>();
        for (SourceText source : sources) {
            List<SyntaxError> found = new ArrayList<>();
            namespaces.addAll(read(source, found));
            errors.addAll(found);
        }
        Schema schema = errors.isEmpty() ? SchemaResolver.resolve(namespaces, errors) : null;
        if (schema == null) {
            sort(sources, errors);
            throw new SchemaFormatException(errors);
        }
        return schema;
    }

    private static List<RawNamespace> read(SourceText source, List<SyntaxError> errors) {
        if (source.text().length() > SyntaxLimits.TEXT_LENGTH) {
            errors.add(new SyntaxError(
                    source,
                    0,
                    "the text is longer than " + SyntaxLimits.TEXT_LENGTH + " characters",
                    "several smaller ones"));
            return List.of();
        }
        return isJson(source.text()) ? SchemaJsonParser.parse(source, errors) : SchemaTextParser.parse(source, errors);
    }

    private static boolean isJson(String text) {
        int at = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[');
    }

    private static void sort(List<SourceText> sources, List<SyntaxError> errors) {
        if (errors.size() > 1) {
            errors.sort((a, b) -> {
                int bySource = sources.indexOf(a.source()) - sources.indexOf(b.source());
                return bySource != 0 ? bySource : Integer.compare(a.offset(), b.offset());
            });
        }
    }
}
