package dev.remit.javaagent.pack;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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
        final Map<String, byte[]> classes = new TreeMap<>();
        try (ZipFile jar = new ZipFile(args[0])) {
            for (ZipEntry entry : java.util.Collections.list(jar.entries())) {
                if (isPacked(entry.getName(), args)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        classes.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        if (classes.isEmpty()) {
            throw new IOException(args[0] + " has no class to pack");
        }
        final java.io.ByteArrayOutputStream pack = new java.io.ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(pack)) {
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> each : classes.entrySet()) {
                final String name = each.getKey();
                out.writeUTF(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                out.writeInt(each.getValue().length);
            }
            for (byte[] each : classes.values()) {
                out.write(each);
            }
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            final ZipEntry entry = new ZipEntry(args[2]);
            entry.setMethod(ZipEntry.STORED);
            entry.setTime(TIME);
            entry.setSize(pack.size());
            final java.util.zip.CRC32 sum = new java.util.zip.CRC32();
            sum.update(pack.toByteArray());
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(pack.toByteArray());
        }
    }

    private static boolean isPacked(String name, String[] args) {
        for (int i = 3; i < args.length; i++) {
            if (name.startsWith(args[i]) && name.endsWith(".class")) {
                return true;
            }
        }
        return false;
    }
}
