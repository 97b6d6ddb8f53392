package dev.remit.bench.calls;

import java.net.URI;

/** Whose call it is. A policy of {@code bench.cedar} permits each and denies its twin. */
public enum Library {
    /** A tool with three arguments, that does nothing. */
    LANGCHAIN4J("LangChain4j tool") {
        @Override
        Call open(boolean allowed, URI server) {
            return new LangChain4jTool(allowed);
        }
    },
    /** The same tool. */
    SPRING_AI("Spring AI tool") {
        @Override
        Call open(boolean allowed, URI server) {
            return new SpringAiTool(allowed);
        }
    },
    /** GET from a server on loopback, over a connection that is kept. */
    JAVA_NET_HTTP("java.net.http GET") {
        @Override
        Call open(boolean allowed, URI server) {
            return new JdkHttpGet(path(server, allowed));
        }
    },
    /** The same. */
    OKHTTP("OkHttp GET") {
        @Override
        Call open(boolean allowed, URI server) {
            return new OkHttpGet(path(server, allowed));
        }
    },
    /** GetSecretValue from a server on loopback. */
    AWS_SECRETS_MANAGER("AWS getSecretValue") {
        @Override
        Call open(boolean allowed, URI server) {
            return new AwsSecret(server, allowed ? "bench/allowed" : "bench/denied");
        }
    },
    /** A variable that is named as a secret. */
    ENVIRONMENT("System.getenv") {
        @Override
        Call open(boolean allowed, URI server) {
            return new EnvironmentVariable(allowed ? "HOME" : "PATH");
        }
    },
    /** None: a loop that does nothing for about as long as a guarded tool call takes. Nothing guards it; its tail is the machine's. */
    LOOP("a loop of " + Loop.NS + " ns") {
        @Override
        Call open(boolean allowed, URI server) {
            return new Loop();
        }
    };

    private final String label;

    Library(String label) {
        this.label = label;
    }

    abstract Call open(boolean allowed, URI server);

    @Override
    public String toString() {
        return label;
    }

    private static URI path(URI server, boolean allowed) {
        return server.resolve(allowed ? "/v1/bookings/4711" : "/v1/admin/4711");
    }
}
