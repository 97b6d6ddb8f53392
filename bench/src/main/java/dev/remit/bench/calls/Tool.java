package dev.remit.bench.calls;

import java.net.URI;

/** A tool call that the policy permits, for loops of their own. For one thread. */
public final class Tool {
    private final Call call;

    private Tool(Library library) {
        call = library.open(true, URI.create(""));
    }

    /** One whose result, LangChain4j's own, is allocated. */
    public static Tool langChain4j() {
        return new Tool(Library.LANGCHAIN4J);
    }

    /** One that allocates nothing. */
    public static Tool springAi() {
        return new Tool(Library.SPRING_AI);
    }

    /** Makes it; whether it was let through. */
    public boolean call() {
        try {
            return call.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
