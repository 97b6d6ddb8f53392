package dev.remit.engine.audit.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a record says of its task: the ids of the tasks that it lies in and its own, the outermost first, between slashes. Stateless. */
public final class TaskPath {
    private TaskPath() {}

    /** The ids, the outermost first. */
    static List<String> ids(String path) {
        return List.of(path.split("/", -1));
    }

    /** The task's own id. */
    public static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path of the task that it lies in; null for none. */
    public static @Nullable String outer(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? null : path.substring(0, end);
    }

    /** The path from the task of that id on; null if the task does not lie in it and is not it. */
    static @Nullable String from(String id, String path) {
        for (int at = path.indexOf(id); at >= 0; at = path.indexOf(id, at + 1)) {
            int end = at + id.length();
            if ((at == 0 || path.charAt(at - 1) == '/') && (end == path.length() || path.charAt(end) == '/')) {
                return path.substring(at);
            }
        }
        return null;
    }
}
