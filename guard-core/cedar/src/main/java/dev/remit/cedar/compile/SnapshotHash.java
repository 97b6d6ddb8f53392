package dev.remit.cedar.compile;

import dev.remit.cedar.ast.PolicySet;
import dev.remit.cedar.ast.SourceText;
import dev.remit.cedar.entity.EntityStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Names a snapshot by its content. */
final class SnapshotHash {

    private SnapshotHash() {}

    /** SHA-256 in hex: sources by name, then entities by name, each text with its length before it. */
    static String of(PolicySet set, EntityStore store) {
        MessageDigest digest = sha256();
        List<SourceText> sources = new ArrayList<>(set.sources());
        if (sources.size() > 1) {
            sources.sort(Comparator.comparing(SourceText::name).thenComparing(SourceText::text));
        }
        for (SourceText source : sources) {
            update(digest, source.name());
            update(digest, source.text());
        }
        update(digest, store.toString());
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
