package dev.remit.engine.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecordViewTest {
    private static byte[] record() {
        RecordEncoder encoder = new RecordEncoder();
        encoder.begin(RecordKind.DECISION, 1, 2, 3, 4);
        encoder.text(Tag.PRINCIPAL, "agent", 100, null);
        encoder.text(Tag.ACTION, "refund", 100, null);
        return Arrays.copyOf(encoder.bytes(), encoder.finish());
    }

    @Test
    void shouldSkipWhatANewerWriterAdds() {
        byte[] old = record();
        byte[] text = {1, 2, 3};
        ByteBuffer newer =
                ByteBuffer.allocate(old.length + 16 + 4 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        newer.put(old, 0, RecordDescriptor.FIXED_LENGTH).put(new byte[16]);
        newer.putInt(200 << 24 | text.length).put(text);
        newer.put(old, RecordDescriptor.FIXED_LENGTH, old.length - RecordDescriptor.FIXED_LENGTH);
        newer.put(RecordDescriptor.VERSION_BYTE, (byte) 2).put(RecordDescriptor.KIND, (byte) 99);
        newer.putShort(RecordDescriptor.TEXTS_OFFSET, (short) (RecordDescriptor.FIXED_LENGTH + 16));
        newer.putInt(RecordDescriptor.LENGTH, newer.capacity());
        CRC32C crc = new CRC32C();
        crc.update(newer.array(), 8, newer.capacity() - 8);
        newer.putInt(RecordDescriptor.CRC, (int) crc.getValue());
        RecordView view = new RecordView(newer.array());
        assertThat(view.whole()).isTrue();
        assertThat(view.longAt(RecordDescriptor.CALL_ID)).isEqualTo(2);
        assertThat(view.text(Tag.PRINCIPAL)).isEqualTo("agent");
        assertThat(view.text(Tag.ACTION)).isEqualTo("refund");
        assertThat(view.text(Tag.REASON)).isNull();
        assertThat(RecordKind.of(99)).isNull();
    }

    @Test
    void shouldKnowThePoliciesHashWhereTheWriterHadOne() {
        byte[] hash = new byte[RecordDescriptor.POLICY_HASH_LENGTH];
        Arrays.fill(hash, (byte) 7);
        RecordEncoder encoder = new RecordEncoder();
        encoder.begin(RecordKind.DECISION, 1, 2, 3, 4);
        encoder.policyHash(hash);
        encoder.text(Tag.PRINCIPAL, "agent", 100, null);
        RecordView view = new RecordView(Arrays.copyOf(encoder.bytes(), encoder.finish()));
        assertThat(view.whole()).isTrue();
        assertThat(view.fieldAt(RecordDescriptor.POLICY_HASH, hash.length)).isEqualTo(hash);
        assertThat(view.text(Tag.PRINCIPAL)).isEqualTo("agent");
        assertThat(new RecordView(record()).fieldAt(RecordDescriptor.POLICY_HASH, hash.length))
                .as("a record of a version that had no such field")
                .isNull();
    }

    @Test
    void shouldNoticeEveryChangedByte() {
        byte[] record = record();
        assertThat(new RecordView(record).whole()).isTrue();
        for (int i = 0; i < record.length; i++) {
            byte[] changed = record.clone();
            changed[i] ^= 1;
            assertThat(new RecordView(changed).whole()).as("byte " + i).isFalse();
        }
        assertThat(new RecordView(new byte[RecordDescriptor.FIXED_LENGTH]).whole())
                .isFalse();
    }
}
