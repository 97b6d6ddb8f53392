package dev.remit.cedar.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * A text made of parts: policies, expressions and JSON alike, so that a case can be shrunk without knowing any of these languages.
 * Immutable; {@link #toString()} is the text.
 */
sealed interface Term {
    int EXPRESSION = 0;
    int OR = 1;
    int AND = 2;
    int RELATION = 3;
    int SUM = 4;
    int PRODUCT = 5;
    int UNARY = 6;
    int MEMBER = 7;
    int PRIMARY = 8;

    /** How tightly its outermost operator binds: where something tighter is needed it is written in parentheses. */
    int level();

    /** What it is made of. */
    List<Term> parts();

    /** The same with other parts. */
    Term with(List<Term> parts);

    void write(StringBuilder out);

    static Term leaf(String text) {
        return new Leaf(PRIMARY, text);
    }

    static Term leaf(int level, String text) {
        return new Leaf(level, text);
    }

    /**
     * A text with holes.
     *
     * @param pattern {@code $} and a digit for each part: the level that is needed there
     */
    static Term form(int level, String pattern, Term... parts) {
        return new Form(level, pattern, List.of(parts));
    }

    /** Parts any of which may be left out. */
    static Term list(String open, String separator, String close, List<Term> parts) {
        return new Sequence(PRIMARY, open, separator, close, EXPRESSION, 0, parts);
    }

    /** Operands of one operator; at least one has to stay. */
    static Term chain(int level, String operator, List<Term> parts) {
        return new Sequence(level, "", operator, "", level + 1, 1, parts);
    }

    /** A fixed text. */
    record Leaf(int level, String text) implements Term {

        @Override
        public List<Term> parts() {
            return List.of();
        }

        @Override
        public Term with(List<Term> parts) {
            return this;
        }

        @Override
        public void write(StringBuilder out) {
            out.append(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A text with holes for parts. */
    record Form(int level, String pattern, List<Term> parts) implements Term {

        @Override
        public Term with(List<Term> newParts) {
            return new Form(level, pattern, List.copyOf(newParts));
        }

        @Override
        public void write(StringBuilder out) {
            int part = 0;
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                if (c == '$') {
                    writePart(parts.get(part++), pattern.charAt(++i) - '0', out);
                } else {
                    out.append(c);
                }
            }
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    /**
     * Parts of one kind behind each other.
     *
     * @param least how many have to stay
     */
    record Sequence(int level, String open, String separator, String close, int hole, int least, List<Term> parts)
            implements Term {

        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public Term with(List<Term> newParts) {
            return new Sequence(level, open, separator, close, hole, least, newParts);
        }

        /** Without the parts from one index to before another. */
        Term without(int from, int to) {
            List<Term> left = new ArrayList<>(parts.subList(0, from));
            left.addAll(parts.subList(to, parts.size()));
            return with(left);
        }

        @Override
        public void write(StringBuilder out) {
            out.append(open);
            for (int i = 0; i < parts.size(); i++) {
                out.append(i == 0 ? "" : separator);
                writePart(parts.get(i), hole, out);
            }
            out.append(close);
        }

        @Override
        public String toString() {
            return text(this);
        }
    }

    private static void writePart(Term part, int needed, StringBuilder out) {
        if (part.level() < needed) {
            out.append('(');
            part.write(out);
            out.append(')');
        } else {
            part.write(out);
        }
    }

    private static String text(Term term) {
        StringBuilder out = new StringBuilder();
        term.write(out);
        return out.toString();
    }
}
