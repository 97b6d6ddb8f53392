package dev.remit.javaagent.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What classes that are deflated one by one have in common: texts of their constant pools, as they lie there (JVMS 4.4.7). A deflater that
 * knows them writes a seventh less.
 */
final class ClassDictionary {
    /** As far back as a deflater looks (RFC 1951). */
    private static final int LENGTH = 32_000;

    private ClassDictionary() {}

    /** The same for the same classes; what is worth most comes last, as RFC 1950 advises. */
    static byte[] of(Collection<byte[]> classes) throws IOException {
        final Map<String, Integer> counts = new TreeMap<>();
        for (byte[] each : classes) {
            for (String text : texts(each)) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        final List<String> byWorth = new ArrayList<>(counts.keySet());
        byWorth.sort(Comparator.comparing((String text) -> -(counts.get(text) - 1) * text.length()));
        int chosen = 0;
        for (int length = 0; chosen < byWorth.size(); chosen++) {
            length += 3 + byWorth.get(chosen).length();
            if (length > LENGTH) {
                break;
            }
        }
        final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(dictionary);
        for (int i = chosen - 1; i >= 0; i--) {
            out.writeByte(1);
            out.writeUTF(byWorth.get(i));
        }
        return dictionary.toByteArray();
    }

    /** The texts of a class file's constant pool. */
    private static Set<String> texts(byte[] classFile) throws IOException {
        final Set<String> texts = new HashSet<>();
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.skipBytes(8);
        final int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            final int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.add(in.readUTF());
                case 5, 6 -> {
                    // A long or double takes two places.
                    in.skipBytes(8);
                    i++;
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
                case 15 -> in.skipBytes(3);
                case 7, 8, 16, 19, 20 -> in.skipBytes(2);
                default -> throw new IOException("a constant of unknown kind: " + tag);
            }
        }
        return texts;
    }
}
