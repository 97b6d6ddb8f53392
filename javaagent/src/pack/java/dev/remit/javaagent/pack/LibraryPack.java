package dev.remit.javaagent.pack;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Part of the build: puts the classes of libraries that a start has no use for behind each other, as one entry of the jar. The JVM reads the
 * whole directory of the jar before the application's main; as entries of their own they would cost every start, used or not.
 *
 * <p>The pack: where the classes' bytes begin; the number of prefixes, and each, as in {@code Class.getName}; the length of the dictionary, and
 * it; the number of classes, and of each its name, how far behind that its bytes begin, how many they are and how many when they are inflated;
 * then the bytes, each class deflated by itself with the dictionary. The same classes give the same bytes.
 */
public final class LibraryPack {
    private LibraryPack() {}

    /** @param args the jar with all classes, the zip to write, the pack's name in it, then what packed classes' paths begin with */
    public static void main(String[] args) throws IOException {
        final List<String> prefixes = Arrays.asList(args).subList(3, args.length);
        final Map<String, byte[]> classes = StartPack.classes(Path.of(args[0]), prefixes);
        final ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        final ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(head)) {
            out.writeInt(prefixes.size());
            for (String prefix : prefixes) {
                out.writeUTF(prefix.replace('/', '.'));
            }
            final byte[] dictionary = LibraryDictionary.of(classes.values());
            out.writeInt(dictionary.length);
            out.write(dictionary);
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> each : classes.entrySet()) {
                final byte[] deflated = deflate(each.getValue(), dictionary);
                out.writeUTF(StartPack.className(each.getKey()));
                out.writeInt(bodies.size());
                out.writeInt(deflated.length);
                out.writeInt(each.getValue().length);
                bodies.write(deflated);
            }
        }
        final ByteArrayOutputStream pack = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(pack)) {
            out.writeInt(Integer.BYTES + head.size());
            head.writeTo(out);
            bodies.writeTo(out);
        }
        StartPack.write(Path.of(args[1]), args[2], pack.toByteArray());
    }

    private static byte[] deflate(byte[] bytes, byte[] dictionary) throws IOException {
        final ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        final Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        best.setDictionary(dictionary);
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, best)) {
            out.write(bytes);
        } finally {
            best.end();
        }
        return deflated.toByteArray();
    }
}
