package dev.remit.cedar.format;

import java.util.ArrayList;
import java.util.List;

/** Where the lines of whole policies may end. */
final class PolicyLayout {
    private final Words words;
    private final ExpressionLayout expressions;
    private final List<Doc> parts = new ArrayList<>();

    private PolicyLayout(Words words) {
        this.words = words;
        this.expressions = new ExpressionLayout(words);
    }

    static Doc of(Words words) {
        PolicyLayout layout = new PolicyLayout(words);
        boolean first = true;
        while (!words.atEnd()) {
            layout.policy(first);
            first = false;
        }
        layout.parts.add(words.next().comments());
        return new Doc.Parts(layout.parts);
    }

    private void policy(boolean first) {
        if (!first) {
            // A comment may belong to the policy above it: an empty line that stands somewhere before the next one
            // stays there.
            boolean apart = words.peek().above().isEmpty() || !isApart(words.peek());
            parts.add(new Doc.Line(false, apart));
        }
        while (words.at("@")) {
            annotation();
            parts.add(Doc.Line.TIGHT);
        }
        parts.add(words.next().doc());
        parts.add(new Doc.Space());
        parts.add(expressions.arguments());
        while (words.at("when") || words.at("unless")) {
            parts.add(Doc.Line.TIGHT);
            parts.add(words.next().doc());
            parts.add(new Doc.Space());
            parts.add(expressions.block());
        }
        parts.add(words.next().doc());
    }

    private static boolean isApart(Word word) {
        boolean apart = word.apart();
        for (Word.Comment comment : word.above()) {
            apart |= comment.apart();
        }
        return apart;
    }

    private void annotation() {
        parts.add(words.next().doc());
        parts.add(words.next().doc());
        if (words.at("(")) {
            while (!words.at(")")) {
                parts.add(words.next().doc());
            }
            parts.add(words.next().doc());
        }
    }
}
