package dev.remit.javaagent.weave;

import java.util.List;

/**
 * A woven class.
 *
 * @param classFile the class file
 * @param matched for each row that was asked for, whether a method matched it
 * @param methods where calls are decided in the JDK
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
record Woven(byte[] classFile, boolean[] matched, List<WovenMethod> methods) {
    /** Whether at least one row matched. */
    boolean any() {
        for (boolean match : matched) {
            if (match) {
                return true;
            }
        }
        return false;
    }
}
