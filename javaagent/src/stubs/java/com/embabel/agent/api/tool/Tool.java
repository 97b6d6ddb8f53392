package com.embabel.agent.api.tool;

/** What the advice of Embabel names of it, for a compiler that can't read its class files of Java 21. */
public interface Tool {
    Definition getDefinition();

    interface Definition {
        String getName();
    }

    interface Result {
        static Result error(String message) {
            return null;
        }

        abstract class Text implements Result {
            public abstract String getContent();
        }

        abstract class WithArtifact implements Result {
            public abstract String getContent();
        }

        @SuppressWarnings("JavaLangClash") // so it is called there
        abstract class Error implements Result {
            public abstract String getMessage();

            public abstract Throwable getCause();
        }
    }
}
