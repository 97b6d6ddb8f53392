package dev.remit.javaagent.weave;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be read off a class file without parsing it: whether its constant pool holds a word, its superclass, its
 * interfaces and its methods' names. Runs for every class the application loads, so it makes no objects but the names it is asked for.
 */
final class ClassFile {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final byte INVOKE_VIRTUAL = (byte) 182;
    private static final byte INVOKE_INTERFACE = (byte) 185;

    private final byte[] bytes;
    private final int[] offsets;
    private final int afterPool;

    private ClassFile(byte[] bytes, int[] offsets, int afterPool) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.afterPool = afterPool;
    }

    /**
     * Whether the constant pool holds one of the words, as a whole entry, so that the class may declare a method of that
     * name. {@code wordsByLength[n]} holds the words of n bytes, null where there are none.
     */
    static boolean mentions(byte[] bytes, byte[] @Nullable [] @Nullable [] wordsByLength) {
        final int count = u2(bytes, 8);
        int at = 10;
        for (int i = 1; i < count; i++) {
            final int tag = bytes[at];
            if (tag == UTF8) {
                final int length = u2(bytes, at + 1);
                if (length < wordsByLength.length) {
                    final byte[] @Nullable [] words = wordsByLength[length];
                    if (words != null && isOneOf(bytes, at + 3, words)) {
                        return true;
                    }
                }
            } else if (tag == LONG || tag == DOUBLE) {
                i++;
            }
            at += sizeOf(bytes, at);
        }
        return false;
    }

    /** Whether the class itself declares a method that is meant. */
    boolean declares(Target target) {
        int at = afterPool + 6;
        at += 2 + 2 * u2(bytes, at);
        at = skipMembers(at);
        final int methods = u2(bytes, at);
        at += 2;
        for (int i = 0; i < methods; i++) {
            if (target.matches(utf8(u2(bytes, at + 2)), utf8(u2(bytes, at + 4)))) {
                return true;
            }
            at = skipMember(at);
        }
        return false;
    }

    /**
     * The methods, as name and descriptor, of those that are meant, that may call a method of this name on an object: what stands in their code looks
     * like it.
     */
    Set<String> methodsThatMayCall(Target callers, String name) {
        final Set<String> found = new HashSet<>();
        final boolean[] isCall = references(name.getBytes(StandardCharsets.UTF_8));
        int at = afterPool + 6;
        at += 2 + 2 * u2(bytes, at);
        at = skipMembers(at);
        final int methods = u2(bytes, at);
        at += 2;
        for (int i = 0; i < methods; i++) {
            final int end = skipMember(at);
            final String method = utf8(u2(bytes, at + 2));
            final String descriptor = utf8(u2(bytes, at + 4));
            if (callers.matches(method, descriptor) && mayCall(at + 8, end - 2, isCall)) {
                found.add(method + descriptor);
            }
            at = end;
        }
        return found;
    }

    /** Which entries of the pool are references to a method of this name, or to its name and type. */
    private boolean[] references(byte[] name) {
        int word = 0;
        for (int i = 1; i < offsets.length; i++) {
            final int at = offsets[i];
            if (at != 0 && bytes[at] == UTF8 && u2(bytes, at + 1) == name.length && isOneOf(bytes, at + 3, name)) {
                word = i;
                break;
            }
        }
        final boolean[] found = new boolean[offsets.length];
        for (int i = 1; word != 0 && i < offsets.length; i++) {
            found[i] = offsets[i] != 0 && bytes[offsets[i]] == NAME_AND_TYPE && u2(bytes, offsets[i] + 1) == word;
        }
        for (int i = 1; word != 0 && i < offsets.length; i++) {
            final int at = offsets[i];
            found[i] |= at != 0 && (bytes[at] == METHOD || bytes[at] == INTERFACE_METHOD) && found[u2(bytes, at + 3)];
        }
        return found;
    }

    private boolean mayCall(int from, int to, boolean[] isCall) {
        for (int at = from; at < to; at++) {
            final byte opcode = bytes[at];
            if (opcode == INVOKE_VIRTUAL || opcode == INVOKE_INTERFACE) {
                final int index = u2(bytes, at + 1);
                if (index < isCall.length && isCall[index]) {
                    return true;
                }
            }
        }
        return false;
    }

    private int skipMembers(int from) {
        int at = from + 2;
        for (int i = u2(bytes, from); i > 0; i--) {
            at = skipMember(at);
        }
        return at;
    }

    private int skipMember(int from) {
        int at = from + 8;
        for (int i = u2(bytes, from + 6); i > 0; i--) {
            at += 6 + (u2(bytes, at + 2) << 16 | u2(bytes, at + 4));
        }
        return at;
    }

    /** Reads the pool's offsets, for the questions below. */
    static ClassFile of(byte[] bytes) {
        final int[] offsets = new int[u2(bytes, 8)];
        int at = 10;
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = at;
            final int tag = bytes[at];
            at += sizeOf(bytes, at);
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
        return new ClassFile(bytes, offsets, at);
    }

    /** The superclass's internal name; null for {@code java.lang.Object}. */
    @Nullable
    String superName() {
        final int index = u2(bytes, afterPool + 4);
        return index == 0 ? null : className(index);
    }

    /** The internal names of the interfaces that the class names itself. */
    String[] interfaces() {
        final String[] names = new String[u2(bytes, afterPool + 6)];
        for (int i = 0; i < names.length; i++) {
            names[i] = className(u2(bytes, afterPool + 8 + 2 * i));
        }
        return names;
    }

    private String className(int index) {
        return utf8(u2(bytes, offsets[index] + 1));
    }

    private String utf8(int index) {
        final int at = offsets[index];
        return new String(bytes, at + 3, u2(bytes, at + 1), StandardCharsets.UTF_8);
    }

    private static boolean isOneOf(byte[] bytes, int from, byte[]... words) {
        for (byte[] word : words) {
            int i = 0;
            while (i < word.length && bytes[from + i] == word[i]) {
                i++;
            }
            if (i == word.length) {
                return true;
            }
        }
        return false;
    }

    /** The size in bytes of a constant pool entry: JVMS 4.4. */
    private static int sizeOf(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case UTF8 -> 3 + u2(bytes, at + 1);
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case LONG, DOUBLE -> 9;
            case 15 -> 4;
            case 7, 8, 16, 19, 20 -> 3;
            default -> throw new ClassFormatError("constant pool tag " + bytes[at] + " at " + at);
        };
    }

    private static int u2(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
