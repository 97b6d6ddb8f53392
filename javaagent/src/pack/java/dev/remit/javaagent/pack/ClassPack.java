package dev.remit.javaagent.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Part of the build: packs the jar's classes behind each other in two entries, those that a start loads as they are, for the launcher to
 * read in one go, and all others each deflated. The JVM reads the whole directory of the jar before the application's main: as entries
 * of their own they would cost every start, used or not, and those that are used ten times as much as from here.
 *
 * <p>A pack, numbers as {@link java.io.DataOutputStream} writes them: the length of its head; within the head the length of the dictionary, the
 * number of slots, a power of two, and each slot: the place of a class's row, zero for none; the rows; the dictionary. A row is the length of the
 * class's name, as in {@code Class.getName}, in two bytes, the name in ASCII, the place of the class's bytes, how many they are and how
 * many when inflated. A name's slot is that of its {@link String#hashCode}, or the next one that is free: nothing is read that is not
 * looked for. Places count from the pack's beginning. It lies uncompressed in a zip of its own, for the jar to take as it is. The same
 * classes give the same bytes.
 */
public final class ClassPack {
    private static final long TIME = 1767225600000L;

    private final Map<String, byte[]> classes;
    private final byte[] dictionary;
    private final boolean deflated;

    private ClassPack(Map<String, byte[]> classes, boolean deflated) throws IOException {
        this.classes = classes;
        this.deflated = deflated;
        this.dictionary = deflated ? ClassDictionary.of(classes.values()) : new byte[0];
    }

    /**
     * @param args the jar with all classes; the zip of the classes that a start loads, and the zip of the others, which hold a pack by the file's name;
     *     which paths are a start's, and which of these are not after all, as regular expressions
     */
    public static void main(String[] args) throws IOException {
        final Pattern is = Pattern.compile(args[3]);
        final Pattern isNot = Pattern.compile(args[4]);
        final Map<String, byte[]> start = new TreeMap<>();
        final Map<String, byte[]> other = new TreeMap<>();
        try (ZipFile zip = new ZipFile(args[0])) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                final String path = entry.getName();
                if (path.endsWith(".class")) {
                    final boolean isStart =
                            is.matcher(path).matches() && !isNot.matcher(path).matches();
                    try (InputStream in = zip.getInputStream(entry)) {
                        (isStart ? start : other).put(className(path), in.readAllBytes());
                    }
                }
            }
        }
        if (start.isEmpty() || other.isEmpty()) {
            throw new IOException(args[0] + " has no class to pack");
        }
        new ClassPack(start, false).write(Path.of(args[1]));
        new ClassPack(other, true).write(Path.of(args[2]));
    }

    /** As in {@code Class.getName}. */
    private static String className(String path) {
        return path.substring(0, path.length() - ".class".length()).replace('/', '.');
    }

    private byte[] bytes() throws IOException {
        // No fuller than a third: who asks for a class that is elsewhere finds that out at the first or second slot.
        final int slots = Integer.highestOneBit(classes.size() * 3) * 2;
        int rows = 0;
        for (String name : classes.keySet()) {
            rows += 2 + name.length() + 12;
        }
        final int head = 12 + 4 * slots + rows + dictionary.length;
        final ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        final ByteBuffer buffer = ByteBuffer.allocate(head);
        buffer.putInt(head).putInt(dictionary.length).putInt(slots);
        int row = 12 + 4 * slots;
        for (Map.Entry<String, byte[]> each : classes.entrySet()) {
            final byte[] name = each.getKey().getBytes(StandardCharsets.US_ASCII);
            int slot = each.getKey().hashCode() & slots - 1;
            while (buffer.getInt(12 + 4 * slot) != 0) {
                slot = slot + 1 & slots - 1;
            }
            buffer.putInt(12 + 4 * slot, row);
            final byte[] body = deflated ? deflate(each.getValue()) : each.getValue();
            buffer.position(row);
            buffer.putShort((short) name.length)
                    .put(name)
                    .putInt(head + bodies.size())
                    .putInt(body.length)
                    .putInt(each.getValue().length);
            row = buffer.position();
            bodies.write(body);
        }
        buffer.put(dictionary);
        final ByteArrayOutputStream pack = new ByteArrayOutputStream();
        pack.write(buffer.array());
        bodies.writeTo(pack);
        return pack.toByteArray();
    }

    private byte[] deflate(byte[] bytes) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        best.setDictionary(dictionary);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, best)) {
            deflating.write(bytes);
        } finally {
            best.end();
        }
        return out.toByteArray();
    }

    /** A zip of one entry, uncompressed, by the zip's own name without its ending. */
    private void write(Path file) throws IOException {
        final byte[] bytes = bytes();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            final ZipEntry entry = new ZipEntry(file.getFileName().toString().replaceFirst("\\.zip$", ""));
            entry.setMethod(ZipEntry.STORED);
            entry.setTime(TIME);
            entry.setSize(bytes.length);
            final CRC32 sum = new CRC32();
            sum.update(bytes);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(bytes);
        }
    }
}
