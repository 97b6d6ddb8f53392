package dev.remit.engine.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.redact.KnownSecrets;
import dev.remit.engine.audit.redact.SecretMatcher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncoderTest {
    private static final int[] TAGS = {Tag.PRINCIPAL, Tag.THREAD, Tag.TASK, Tag.ACTION, Tag.POLICY, Tag.POLICY};

    /** Few, so that records begin alike; of each length that is special. */
    private static final List<String> TEXTS = List.of(
            "",
            "agent",
            "tnega",
            "Grüße 🚆",
            "x hunter2-x y",
            "a".repeat(Utf8.CHUNK),
            "b".repeat(Utf8.CHUNK - 1) + "🚆 half of it in the next chunk",
            "c".repeat(2_000));

    private final Random random = new Random(4711);
    private final JsonText json = new JsonText();
    private final KnownSecrets secrets = new KnownSecrets();

    /** What an encoder wrote before shows in no record of it. */
    @Test
    void shouldWriteWhatANewOneDoes() {
        RecordEncoder used = new RecordEncoder();
        for (int i = 0; i < 20_000; i++) {
            if (i == 5_000 || i == 10_000 || i == 15_000) {
                secrets.learn("n" + i, i == 10_000 ? "hunter2-x" : "nothing there " + i);
            }
            long seed = random.nextLong();
            byte[] expected = write(new RecordEncoder(), new Random(seed));
            assertThat(write(used, new Random(seed)))
                    .as("record %d, of seed %d", i, seed)
                    .isEqualTo(expected);
        }
    }

    private byte[] write(RecordEncoder to, Random r) {
        SecretMatcher matcher = r.nextInt(20) == 0 ? null : secrets.matcher();
        if (r.nextInt(10) == 0) {
            to.beginAs(another(), RecordDescriptor.FIXED_LENGTH);
        } else {
            to.begin(RecordKind.DECISION, 1, r.nextInt(3), 3, 4);
            to.policyHash(r.nextInt(4) == 0 ? null : new byte[32]);
            to.decided(1, 2, 3, r.nextInt(2));
        }
        int texts = r.nextInt(TAGS.length + 1);
        for (int i = 0; i < texts; i++) {
            switch (r.nextInt(20)) {
                case 0 -> to.bytes(Tag.SIGNATURE, new byte[r.nextInt(40)]);
                case 1 -> to.session(4711, matcher);
                case 2 -> to.text(TAGS[i], new StringBuilder(any(r)), 1_000, matcher);
                case 3 -> to.text(TAGS[i], any(r), 20, matcher);
                case 4 -> to.text(TAGS[i], any(r), 5_000, matcher);
                default -> to.text(TAGS[i], TEXTS.get(i), 1_000, matcher);
            }
        }
        switch (r.nextInt(8)) {
            case 0 -> to.arguments(any(r), r.nextInt(3_000), json, matcher);
            case 1 -> to.arguments(Map.of("key", any(r)), r.nextInt(3_000), json, matcher);
            case 2 -> to.prompt(Tag.PROMPT, any(r), r.nextInt(3_000), matcher);
            case 3 -> to.result(any(r), r.nextInt(3_000), matcher);
            case 4 -> to.session(any(r), matcher);
            default -> {}
        }
        return Arrays.copyOf(to.bytes(), to.finish());
    }

    private static byte[] another() {
        RecordEncoder encoder = new RecordEncoder();
        encoder.begin(RecordKind.OUTCOME, 9, 9, 9, 9);
        encoder.addFlag(RecordDescriptor.FLAG_ARGUMENTS);
        encoder.text(Tag.ERROR, "java.io.IOException", 100, null);
        return Arrays.copyOf(encoder.bytes(), encoder.finish());
    }

    private static String any(Random r) {
        return TEXTS.get(r.nextInt(TEXTS.size()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 255, 256, 257, 511, 512, 513})
    void shouldEncodeAsTheJdkDoes(int length) {
        for (String last : List.of("", "a", "\u007f", "\u0080", "ÿ", "\u0141", "€", "🚆")) {
            String text = "a".repeat(length) + last + "b".repeat(length);
            byte[] target = new byte[5 + Utf8.MOST_BYTES * text.length()];
            int end = Utf8.encode(text, new char[Utf8.CHUNK], target, 5);
            assertThat(new String(target, 5, end - 5, StandardCharsets.UTF_8)).isEqualTo(text);
        }
    }
}
