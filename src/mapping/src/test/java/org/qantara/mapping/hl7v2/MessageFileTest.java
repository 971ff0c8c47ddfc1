package org.qantara.mapping.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageFileTest {
    private static List<String> split(String file) {
        return MessageFile.split(file.getBytes(StandardCharsets.UTF_8)).stream()
                .map(p -> new String(p.body(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void severalMessagesWithAnyLineEnd() {
        assertThat(split("MSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rPID|2"))
                .containsExactly("MSH|^~\\&|A\rPID|1", "MSH|^~\\&|B\rPID|2");
        assertThat(split("MSH|^~\\&|A\r\nPID|1\r\n\r\nMSH|^~\\&|B\n"))
                .containsExactly("MSH|^~\\&|A\r\nPID|1", "MSH|^~\\&|B");
    }

    @Test
    void mllpFramesAndBatches() {
        assertThat(split("\u000bMSH|^~\\&|A\rPID|1\r\u001c\r\u000bMSH|^~\\&|B\r\u001c\r"))
                .containsExactly("MSH|^~\\&|A\rPID|1", "MSH|^~\\&|B");
        assertThat(split("FHS|^~\\&|x\rBHS|^~\\&|y\rMSH|^~\\&|A\rPID|1\rMSH|^~\\&|B\rBTS|2\rFTS|1"))
                .containsExactly("MSH|^~\\&|A\rPID|1", "MSH|^~\\&|B");
    }

    @Test
    void whatIsNoMessageIsNotLost() {
        assertThat(split("garbage\rMSH|^~\\&|A")).containsExactly("garbage", "MSH|^~\\&|A");
        assertThat(split(" \r\n")).isEmpty();
        assertThat(split("\uFEFFMSH|^~\\&|A")).containsExactly("MSH|^~\\&|A");
        assertThat(MessageFile.split("xx\rMSH|^~\\&|A".getBytes(StandardCharsets.UTF_8))
                        .get(1)
                        .start())
                .isEqualTo(3);
    }

    @Test
    void charsetsOfTable0211() {
        assertThat(Hl7Charset.of("8859/6")).hasToString("ISO-8859-6");
        assertThat(Hl7Charset.of("UNICODE UTF-8")).hasToString("UTF-8");
        assertThat(Hl7Charset.of("nonsense")).isNull();
    }
}
