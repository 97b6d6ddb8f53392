package dev.remit.javaagent.premain;

import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM runs one of the JDK's own tools (javac, jcmd, jar …), as happens when the flag stands in
 * {@code JAVA_TOOL_OPTIONS}: there is nothing to guard then. Source launchers and jshell run the user's code and are no tools
 * in this sense.
 */
final class JdkTool {
    private JdkTool() {}

    static boolean isRunning() {
        return isTool(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command"));
    }

    /**
     * Whether the JVM was started with a tool's main class.
     *
     * @param module the main module; null for an application on the class path
     * @param command main class and arguments, {@code module/class argument…}
     */
    static boolean isTool(@Nullable String module, @Nullable String command) {
        if (module == null || command == null || !(module.startsWith("jdk.") || module.equals("java.base"))) {
            return false;
        }
        return !command.contains("com.sun.tools.javac.launcher.")
                && !module.equals("jdk.jshell")
                && !module.equals("jdk.httpserver");
    }
}
