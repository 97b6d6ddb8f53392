package dev.remit.javaagent.pack;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Part of the build: packs the classes that a start loads behind each other, so that the launcher reads them in one go. Taken
 * out of a jar one by one, each costs a start ten times what it costs from here.
 *
 * <p>The pack: the number of classes; of each its name, as in {@code Class.getName}, and its length; then their bytes. It lies
 * uncompressed in a zip of its own, for the jar to take as it is. The same classes give the same bytes.
 */
public final class StartPack {
    private static final long TIME = 1767225600000L;

    private StartPack() {}

    /** @param args the jar with all classes, the zip to write, the pack's name in it, then what packed classes' paths begin with */
    public static void main(String[] args) throws IOException {
        final Map<String, byte[]> classes =
                classes(Path.of(args[0]), Arrays.asList(args).subList(3, args.length));
        final ByteArrayOutputStream pack = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(pack)) {
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> each : classes.entrySet()) {
                out.writeUTF(className(each.getKey()));
                out.writeInt(each.getValue().length);
            }
            for (byte[] each : classes.values()) {
                out.write(each);
            }
        }
        write(Path.of(args[1]), args[2], pack.toByteArray());
    }

    /** The classes of a jar whose paths begin so, in their order. */
    static Map<String, byte[]> classes(Path jar, List<String> prefixes) throws IOException {
        final Map<String, byte[]> classes = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                final String name = entry.getName();
                if (name.endsWith(".class") && prefixes.stream().anyMatch(name::startsWith)) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        classes.put(name, in.readAllBytes());
                    }
                }
            }
        }
        if (classes.isEmpty()) {
            throw new IOException(jar + " has no class to pack");
        }
        return classes;
    }

    /** As in {@code Class.getName}. */
    static String className(String path) {
        return path.substring(0, path.length() - ".class".length()).replace('/', '.');
    }

    /** A zip of one entry, uncompressed. */
    static void write(Path file, String name, byte[] bytes) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            final ZipEntry entry = new ZipEntry(name);
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
