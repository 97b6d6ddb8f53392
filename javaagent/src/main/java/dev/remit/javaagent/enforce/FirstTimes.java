package dev.remit.javaagent.enforce;

import java.util.concurrent.ConcurrentHashMap;

/** What has been said already. Thread-safe; asking again allocates nothing. */
final class FirstTimes {
    private final ConcurrentHashMap<String, Boolean> seen = new ConcurrentHashMap<>();

    /** Whether somebody has asked for this. */
    boolean contains(String what) {
        return seen.containsKey(what);
    }

    /** Whether nobody has asked for this before. */
    boolean isFirst(String what) {
        return !seen.containsKey(what) && seen.putIfAbsent(what, true) == null;
    }
}
