package dev.remit.engine.policy;

import dev.remit.cedar.ast.EntityUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names that policies use: entity types and action groups of namespace {@code Remit}. */
public final class Vocabulary {
    /** An AI agent; its id is a SPIFFE ID. */
    public static final String AGENT = "Remit::Agent";
    /** An application, and the principal of what it does outside any AI agent's work; its id is a SPIFFE ID. */
    public static final String WORKLOAD = "Remit::Workload";
    /** An action: a tool's name, an HTTP method, or one of the fixed ones below. */
    public static final String ACTION = "Remit::Action";
    /** Where a tool comes from. */
    public static final String TOOLSET = "Remit::Toolset";
    /** A host and port; its parents are its domains. */
    public static final String HOST = "Remit::Host";
    /** A host name, and each suffix of it that begins after a dot. */
    public static final String DOMAIN = "Remit::Domain";
    /** A secret: {@code store/name}. */
    public static final String SECRET = "Remit::Secret";
    /** A program that is started as a child process. */
    public static final String PROGRAM = "Remit::Program";
    /**
     * A native library, by its path or its name, or a javaagent: {@code agent/} and its class. What stands before each of its slashes is
     * its parent, such as the folders of a path.
     */
    public static final String CODE = "Remit::Code";

    /** The group of all tools. */
    public static final String CALL_TOOL = "CallTool";
    /** The group of all HTTP methods. */
    public static final String HTTP_REQUEST = "HttpRequest";
    /** Fetching a secret. */
    public static final String FETCH_SECRET = "FetchSecret";
    /** Connecting a socket that no HTTP request announced, or sending a datagram. */
    public static final String CONNECT = "Connect";
    /** Starting a child process. */
    public static final String EXEC = "Exec";
    /** Loading a native library, or a javaagent into the running application. */
    public static final String LOAD_CODE = "LoadCode";

    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

    private static final Set<String> FIXED = Set.of(CALL_TOOL, HTTP_REQUEST, FETCH_SECRET, CONNECT, EXEC, LOAD_CODE);
    private static final int MAX_PORT_DIGITS = 5;

    private Vocabulary() {}

    /** Whether it is a method of HTTP, spelled as actions are. */
    public static boolean isHttpMethod(String name) {
        return HTTP_METHODS.contains(name);
    }

    /** Whether it is an action of the guard's own, or a group of actions, so that it stands for more than one tool or request. */
    public static boolean isFixed(String name) {
        return FIXED.contains(name);
    }

    /** Whether an action of the guard's own, or a group of actions, has the name, so that a tool of that name could pass for it. */
    public static boolean isReserved(String name) {
        return isFixed(name) || isHttpMethod(name);
    }

    /** {@code Remit::Action::"id"}. */
    public static EntityUid action(String id) {
        return EntityUid.of(ACTION, id);
    }

    /** The id of a host entity: {@code name:port}, an IPv6 address in brackets. */
    public static String hostId(String canonicalHost, int port) {
        final boolean ipv6 = canonicalHost.indexOf(':') >= 0 && !canonicalHost.startsWith("unix:");
        final String name = ipv6 ? '[' + canonicalHost + ']' : canonicalHost;
        return port < 0 ? name : name + ':' + port;
    }

    /** The name in the id of a host entity; an IPv6 address in its brackets. */
    public static String hostName(String hostId) {
        return hostId.substring(0, nameEnd(hostId));
    }

    /** The port in the id of a host entity; -1 where it has none. */
    public static int hostPort(String hostId) {
        final int end = nameEnd(hostId);
        return end == hostId.length() ? -1 : Integer.parseInt(hostId.substring(end + 1));
    }

    /** Where the colon before the port stands; the end where there is none. */
    private static int nameEnd(String hostId) {
        final int colon = hostId.lastIndexOf(':');
        final int digits = hostId.length() - colon - 1;
        if (colon < 0 || digits < 1 || digits > MAX_PORT_DIGITS) {
            return hostId.length();
        }
        for (int i = colon + 1; i < hostId.length(); i++) {
            if (hostId.charAt(i) < '0' || hostId.charAt(i) > '9') {
                return hostId.length();
            }
        }
        return colon;
    }

    /** The domains a host lies in: itself, and for a name each suffix after a dot. */
    public static List<EntityUid> domainsOf(String canonicalHost) {
        final List<EntityUid> domains = new ArrayList<>();
        domains.add(EntityUid.of(DOMAIN, canonicalHost));
        if (!HostNames.isAddress(canonicalHost)) {
            for (int dot = canonicalHost.indexOf('.'); dot >= 0; dot = canonicalHost.indexOf('.', dot + 1)) {
                domains.add(EntityUid.of(DOMAIN, canonicalHost.substring(dot + 1)));
            }
        }
        return domains;
    }

    /** The parents of a code entity. */
    public static List<EntityUid> foldersOf(String code) {
        final List<EntityUid> folders = new ArrayList<>();
        for (int i = 0; i < code.length(); i++) {
            final char c = code.charAt(i);
            if (c == '/' || c == '\\') {
                folders.add(EntityUid.of(CODE, i == 0 ? code.substring(0, 1) : code.substring(0, i)));
            }
        }
        return folders;
    }
}
