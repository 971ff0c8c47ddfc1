package org.qantara.connectors.mllp.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A frame that holds many messages (HL7 v2 chapter 2, batch protocol): {@code [FHS] { [BHS] { message } [BTS] } [FTS]}.
 *
 * <p>Messages are cut out exactly as they are, from their MSH to the segment before the next header or trailer. Segments that belong to no message
 * make one of their own, so that nothing is dropped: it has no header and will be refused.
 *
 * @param file the FHS; null when there is none
 */
public record Batch(@Nullable Msh file, List<Group> groups) {

    /**
     * One BHS to BTS.
     *
     * @param header the BHS; null when the file has messages without one
     * @param declared BTS-1, how many messages the sender counted; null when it does not say
     */
    public record Group(@Nullable Msh header, List<byte[]> messages, @Nullable Integer declared) {}

    /** Whether the first header of a frame opens a batch. */
    public static boolean opens(@Nullable Msh header) {
        return header != null && !header.segment().equals("MSH");
    }

    public int messageCount() {
        return groups.stream().mapToInt(group -> group.messages().size()).sum();
    }

    /** Takes a frame apart whose first header {@link #opens} a batch. */
    public static Batch read(byte[] body, Charset charset) {
        Reader reader = new Reader(body, charset);
        int at = Math.max(0, Msh.start(body));
        while (at < body.length) {
            int end = at;
            while (end < body.length && body[end] != '\r' && body[end] != '\n') {
                end++;
            }
            int next = end;
            while (next < body.length && (body[next] == '\r' || body[next] == '\n')) {
                next++;
            }
            reader.segment(at, end, next);
            at = next;
        }
        return reader.batch();
    }

    /** Goes through the segments once. */
    private static final class Reader {
        private final byte[] body;
        private final Charset charset;
        private final List<Group> groups = new ArrayList<>();
        private @Nullable Msh file;
        private @Nullable Msh header;
        private boolean open;
        private List<byte[]> messages = new ArrayList<>();
        private int messageStart = -1;
        private int messageEnd;

        Reader(byte[] body, Charset charset) {
            this.body = body;
            this.charset = charset;
        }

        void segment(int start, int end, int next) {
            if (start == end) {
                return;
            }
            String name = new String(body, start, Math.min(3, end - start), StandardCharsets.ISO_8859_1);
            boolean named = end - start == 3 || isDelimiter(body[Math.min(start + 3, end - 1)]);
            switch (named ? name : "") {
                case "FHS" -> {
                    closeGroup(null);
                    file = Msh.readAt(body, start, charset);
                }
                case "BHS" -> {
                    closeGroup(null);
                    header = Msh.readAt(body, start, charset);
                    open = true;
                }
                case "BTS" -> closeGroup(count(start, end));
                case "FTS" -> closeGroup(null);
                case "MSH" -> {
                    closeMessage();
                    messageStart = start;
                    messageEnd = next;
                }
                default -> {
                    if (messageStart < 0) {
                        messageStart = start;
                    }
                    messageEnd = next;
                }
            }
        }

        Batch batch() {
            closeGroup(null);
            return new Batch(file, List.copyOf(groups));
        }

        private void closeMessage() {
            if (messageStart >= 0) {
                messages.add(Arrays.copyOfRange(body, messageStart, messageEnd));
                messageStart = -1;
            }
        }

        private void closeGroup(@Nullable Integer declared) {
            closeMessage();
            if (open || !messages.isEmpty()) {
                groups.add(new Group(header, List.copyOf(messages), declared));
            }
            messages = new ArrayList<>();
            header = null;
            open = false;
        }

        private @Nullable Integer count(int start, int end) {
            if (end - start < 5) {
                return null;
            }
            String text = new String(body, start + 4, Math.min(end - start - 4, 20), StandardCharsets.ISO_8859_1);
            String first = text.split(Pattern.quote(String.valueOf((char) (body[start + 3] & 0xFF))), 2)[0].strip();
            return first.matches("\\d{1,9}") ? Integer.valueOf(first) : null;
        }

        private static boolean isDelimiter(byte value) {
            return value > ' ' && value < 0x7F && !Character.isLetterOrDigit((char) value);
        }
    }
}
