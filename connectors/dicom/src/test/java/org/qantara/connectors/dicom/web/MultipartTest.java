package org.qantara.connectors.dicom.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written is read: parts of any size and content, delimiters that almost occur, and bodies that end too early. */
class MultipartTest {
    private static byte[] written(MultipartRelated[] out, List<byte[]> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        out[0] = new MultipartRelated("application/dicom", bytes);
        for (byte[] part : parts) {
            out[0].begin("application/dicom", "http://x/1");
            bytes.writeBytes(part);
        }
        out[0].end();
        return bytes.toByteArray();
    }

    /** Hands out few bytes at a time, as a network does. */
    private static InputStream dripping(byte[] bytes, int atOnce) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, atOnce));
            }
        };
    }

    @Test
    void partsOfAnySizeComeBackHoweverTheyArrive() throws IOException {
        Random random = new Random(5);
        for (int size : new int[] {0, 1, 40, 8191, 65_535, 65_536, 65_537, 300_000}) {
            byte[] one = new byte[size];
            random.nextBytes(one);
            byte[] two = "\r\n--qantara-\r\n--\r\n\r".repeat(size % 7).getBytes(StandardCharsets.US_ASCII);
            MultipartRelated[] out = new MultipartRelated[1];
            byte[] body = written(out, List.of(one, two));
            for (int atOnce : new int[] {1, 7, 1000, 1 << 20}) {
                MultipartReader reader = MultipartReader.of(dripping(body, atOnce), out[0].contentType());
                MultipartReader.Part first = reader.next();
                assertNotNull(first);
                assertEquals("application/dicom", first.headers().get("content-type"));
                assertArrayEquals(one, first.body().readAllBytes());
                MultipartReader.Part second = reader.next();
                assertNotNull(second);
                assertArrayEquals(two, second.body().readAllBytes());
                assertNull(reader.next());
                assertNull(reader.next());
            }
        }
    }

    @Test
    void aPartThatNobodyReadsIsPassedOver() throws IOException {
        MultipartRelated[] out = new MultipartRelated[1];
        byte[] body = written(out, List.of(new byte[200_000], new byte[] {7}));
        MultipartReader reader = MultipartReader.of(new ByteArrayInputStream(body), out[0].contentType());
        assertNotNull(reader.next());
        MultipartReader.Part second = reader.next();
        assertNotNull(second);
        assertArrayEquals(new byte[] {7}, second.body().readAllBytes());
    }

    @Test
    void aBodyThatEndsTooEarlyIsNoPart() throws IOException {
        MultipartRelated[] out = new MultipartRelated[1];
        byte[] body = written(out, List.of(new byte[1000]));
        for (int end : new int[] {0, 5, 60, 200, 900, body.length - 20}) {
            byte[] cut = java.util.Arrays.copyOf(body, end);
            assertThrows(IOException.class, () -> {
                MultipartReader reader = MultipartReader.of(new ByteArrayInputStream(cut), out[0].contentType());
                MultipartReader.Part part = reader.next();
                if (part != null) {
                    part.body().readAllBytes();
                }
            });
        }
        assertThrows(
                IOException.class,
                () -> MultipartReader.of(new ByteArrayInputStream(body), "multipart/related; type=x"));
    }
}
