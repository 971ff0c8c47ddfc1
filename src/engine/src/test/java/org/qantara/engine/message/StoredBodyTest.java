package org.qantara.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredBodyTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 200, 5_000, 256 << 10, (256 << 10) + 1, 1_000_000})
    void rule2WhatIsReadIsWhatWasWritten(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        assertThat(StoredBody.decode(StoredBody.encode(bytes))).isEqualTo(bytes);
        Arrays.fill(bytes, (byte) 'x');
        assertThat(StoredBody.decode(StoredBody.encode(bytes))).isEqualTo(bytes);
    }

    @Test
    void rule2TheHeaderSaysFormatCodecAndKey() {
        byte[] stored = StoredBody.encode("MSH|".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(Arrays.copyOf(stored, 8)).containsExactly('Q', 'B', 1, 0, 0, 0, 0, 0);
    }

    @Test
    void anyDamageIsNoticedAndNeverGivesOtherBytes() {
        byte[] original = new byte[3_000];
        new Random(1).nextBytes(original);
        byte[] stored = StoredBody.encode(original);
        for (int at = 0; at < stored.length; at++) {
            byte[] damaged = stored.clone();
            damaged[at] ^= 0x40;
            assertThatThrownBy(() -> StoredBody.decode(damaged))
                    .as("byte %d", at)
                    .isInstanceOf(RuntimeException.class);
        }
        for (int length = 0; length < stored.length; length += 7) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> StoredBody.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
