package dev.remit.cedar.format;

import java.util.List;

/** A text whose line breaks are not decided yet. Immutable. */
sealed interface Doc {
    Doc EMPTY = new Parts(List.of());

    /** Measured once, so that printing takes time linear in the text. */
    Size size();

    static Doc of(Doc... parts) {
        return new Parts(List.of(parts));
    }

    /** One behind the other; breaks with what it is part of. */
    record Parts(List<Doc> parts, Size size) implements Doc {
        Parts(List<Doc> parts) {
            this(List.copyOf(parts), sum(parts));
        }

        private static Size sum(List<Doc> parts) {
            Size sum = Size.NOTHING;
            for (Doc part : parts) {
                sum = sum.then(part.size());
            }
            return sum;
        }
    }

    /** Words as they are; a string may run over several lines. */
    record Text(String text, Size size) implements Doc {
        Text(String text) {
            this(text, Size.of(text));
        }
    }

    /** A space within a line. */
    record Space() implements Doc {
        @Override
        public Size size() {
            return Size.SPACE;
        }
    }

    /**
     * Where a line may end.
     *
     * @param spaced whether a space stands here if it doesn't
     * @param apart whether an empty line follows if it does
     */
    record Line(boolean spaced, boolean apart) implements Doc {
        static final Line TIGHT = new Line(false, false);
        static final Line SPACED = new Line(true, false);

        @Override
        public Size size() {
            return spaced ? Size.SPACED_LINE : Size.TIGHT_LINE;
        }
    }

    /**
     * Comments on lines of their own.
     *
     * @param apart whether an empty line follows
     */
    record Above(List<Word.Comment> comments, boolean apart) implements Doc {
        @Override
        public Size size() {
            return Size.ABOVE;
        }
    }

    /** A comment that ends the line. */
    record Behind(String comment) implements Doc {
        @Override
        public Size size() {
            return Size.BEHIND;
        }
    }

    /** Lines that begin in here begin further right. */
    record Indented(Doc content) implements Doc {
        @Override
        public Size size() {
            return content.size();
        }
    }

    /** Counts as one word for what stands before it, which breaks rather than this where it is short; has breaks of its own all the same. */
    record Tail(Doc content, Size size) implements Doc {
        Tail(Doc content) {
            this(content, content.size().joined());
        }
    }

    /** Ends a line at each of its own {@link Line}s, or at none where all of it fits. */
    record Group(Doc content) implements Doc {
        @Override
        public Size size() {
            return content.size();
        }
    }
}
