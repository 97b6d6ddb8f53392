package dev.remit.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.audit.read.JournalRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArgumentsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> shouldWrite() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", Arrays.asList("x", null, true, 'c'));
        map.put("c", Map.of("d", new int[] {1, -2}));
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of("", ""),
                Arguments.of(new StringBuilder("builder"), "builder"),
                Arguments.of("lone \uD83D and \uDE00 and \uD83D\uDE00", "lone \uFFFD and \uFFFD and \uD83D\uDE00"),
                Arguments.of(map, "{\"a\":1,\"b\":[\"x\",null,true,\"c\"],\"c\":{\"d\":[1,-2]}}"),
                Arguments.of(new String[] {"git", "a \"b\"\\\n\u0001"}, "[\"git\",\"a \\\"b\\\"\\\\\\n\\u0001\"]"),
                Arguments.of(List.of(), "[]"),
                Arguments.of(List.of(Map.of(), 7), "[{},7]"),
                Arguments.of(List.of(List.of(1), List.of(2, 3), 4), "[[1],[2,3],4]"),
                Arguments.of(new TreeSet<>(Set.of(2, 1)), "[1,2]"),
                Arguments.of(
                        List.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                        "[\"00112233-4455-6677-8899-aabbccddeeff\"]"),
                Arguments.of(List.of(Verdict.DENY, java.net.URI.create("http://x")), "[\"DENY\",\"http://x\"]"),
                Arguments.of(List.of(new ArgumentsTest()), "[\"dev.remit.engine.audit.ArgumentsTest\"]"),
                Arguments.of(cycle, "[\"«cycle»\"]"),
                Arguments.of(deep, "[".repeat(16) + "\"…\"" + "]".repeat(16)),
                Arguments.of(
                        List.of(
                                0.0,
                                -0.0,
                                1.5,
                                -19.99,
                                1e15,
                                1e300,
                                0.1f,
                                Double.NaN,
                                Double.MIN_VALUE,
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                (short) 3),
                        "[0.0,-0.0,1.5,-19.99,1000000000000000.0,1.0E300,0.1,\"NaN\",4.9E-324,-9223372036854775808,9223372036854775807,3]"));
    }

    @ParameterizedTest(name = "[{index}] {1}")
    @MethodSource
    void shouldWrite(Object arguments, String expected) throws Exception {
        assertThat(recorded(arguments, false).arguments()).isEqualTo(expected);
        assertThat(recorded(arguments, true).arguments()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {4095, 4096, 4097, 10_000, 10_000_000})
    void shouldCutLongTextsAtACharacterAndKeepSizeAndDigestOfTheWhole(int length) throws Exception {
        for (String unit : List.of("x", "ü", "€", "\uD83D\uDE00")) {
            String text = "a" + unit.repeat(length / unit.getBytes(StandardCharsets.UTF_8).length);
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
            for (boolean secrets : new boolean[] {false, true}) {
                JournalRecord r = recorded(text, secrets);
                assertThat(r.argumentsSize()).isEqualTo(utf8.length);
                assertThat(r.argumentsDigest()).isEqualTo(digest);
                assertThat(r.argumentsCut()).isEqualTo(utf8.length > 4096);
                assertThat(text).startsWith(r.arguments());
                int kept = r.arguments().getBytes(StandardCharsets.UTF_8).length;
                assertThat(kept).isBetween(Math.min(utf8.length, 4093), 4096);
            }
        }
    }

    @Test
    void shouldRecordTheCallEvenIfItsArgumentsCannotBeRead() throws Exception {
        Map<String, Object> broken = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("no");
            }
        };
        JournalRecord r = recorded(broken, false);
        assertThat(r.argumentsBroken()).isTrue();
        assertThat(r.argumentsDigest()).isNull();
        assertThat(r.arguments()).isEqualTo("{«unreadable: java.lang.IllegalStateException»");
    }

    @Test
    void shouldStopAtValuesThatGrowWithoutBound() throws Exception {
        List<Object> list = new ArrayList<>(Collections.nCopies(10, "0123456789"));
        for (int i = 0; i < 12; i++) {
            list = new ArrayList<>(Collections.nCopies(10, list));
        }
        JournalRecord r = recorded(list, false);
        assertThat(r.argumentsBroken()).isTrue();
        assertThat(r.argumentsCut()).isTrue();
        assertThat(r.argumentsSize()).isGreaterThan(64L << 20);
    }

    @Test
    void shouldKeepNothingAsNothing() throws Exception {
        JournalRecord r = recorded(null, false);
        assertThat(r.arguments()).isNull();
        assertThat(r.argumentsSize()).isZero();
        assertThat(r.argumentsDigest()).isNull();
    }

    private JournalRecord recorded(Object arguments, boolean secrets) throws Exception {
        try (Recorder recorder = Recorder.open(Samples.small(folder))) {
            if (secrets) {
                recorder.secrets().learn("unrelated", "an unrelated secret");
            }
            DecisionEntry d = Samples.decision(1);
            d.arguments = arguments;
            assertThat(recorder.decision(d)).isTrue();
        }
        List<JournalRecord> all = Samples.read(folder, "decision");
        return all.get(all.size() - 1);
    }
}
