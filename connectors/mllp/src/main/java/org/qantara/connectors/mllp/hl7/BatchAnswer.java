package org.qantara.connectors.mllp.hl7;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Builds the answer to a {@link Batch}: its headers with the sides exchanged, the acknowledgements that were wanted, and trailers that count them.
 * A batch whose BTS-1 does not agree with what arrived is told so in BTS-2. For one thread.
 */
public final class BatchAnswer {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx");

    private final Charset charset;
    private final OffsetDateTime now;
    private final @Nullable Msh file;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int groups;
    private int answers;

    public BatchAnswer(Batch batch, Charset charset, OffsetDateTime now) {
        this.charset = charset;
        this.now = now;
        this.file = batch.file();
        if (file != null) {
            header(file);
        }
    }

    public void beginGroup(Batch.Group group) {
        groups++;
        answers = 0;
        if (group.header() != null) {
            header(group.header());
        }
    }

    /** One acknowledgement, as {@link AckWriter} wrote it. */
    public void add(byte[] acknowledgement) {
        answers++;
        out.writeBytes(acknowledgement);
    }

    public void endGroup(Batch.Group group) {
        Msh header = group.header();
        if (header != null) {
            int arrived = group.messages().size();
            boolean differs = group.declared() != null && group.declared() != arrived;
            String comment = differs ? "BTS-1 said " + group.declared() + " messages, " + arrived + " arrived" : "";
            trailer("BTS", header, answers, comment);
        }
    }

    /** The whole answer. */
    public byte[] end() {
        if (file != null) {
            trailer("FTS", file, groups, "");
        }
        return out.toByteArray();
    }

    /** BHS and FHS have their sides in 3 to 6, the time in 7, their id in 11 and the id they answer in 12. */
    private void header(Msh asked) {
        SegmentText text = new SegmentText(asked, charset);
        StringBuilder header = new StringBuilder(asked.segment())
                .append(asked.fieldSeparator())
                .append(text.encodingCharacters());
        text.fields(
                header,
                asked.field(5),
                asked.field(6),
                asked.field(3),
                asked.field(4),
                TIMESTAMP.format(now),
                "",
                "",
                "",
                asked.field(11),
                asked.field(11));
        out.writeBytes(header.append('\r').toString().getBytes(asked.view()));
    }

    private void trailer(String segment, Msh asked, int count, String comment) {
        SegmentText text = new SegmentText(asked, charset);
        StringBuilder trailer = new StringBuilder(segment);
        text.fields(trailer, String.valueOf(count));
        if (!comment.isEmpty()) {
            text.fields(trailer, text.escaped(comment, 80));
        }
        out.writeBytes(trailer.append('\r').toString().getBytes(asked.view()));
    }
}
