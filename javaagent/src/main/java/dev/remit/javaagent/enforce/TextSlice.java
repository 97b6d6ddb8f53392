package dev.remit.javaagent.enforce;

import dev.remit.engine.policy.UrlPath;

/** A part of a text, without a copy of it. Used by one thread at a time. */
final class TextSlice implements CharSequence {
    private String text = "";
    private int from;
    private int to;

    /** The path of a URL. */
    TextSlice pathOf(String url) {
        text = url;
        from = UrlPath.start(url);
        to = UrlPath.end(url, from);
        return this;
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        return text.charAt(from + index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(from + start, from + end);
    }

    @Override
    public String toString() {
        return text.substring(from, to);
    }
}
