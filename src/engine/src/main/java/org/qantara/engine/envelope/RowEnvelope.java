package org.qantara.engine.envelope;

import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ErrorCode;
import org.qantara.engine.message.Labels;
import org.qantara.engine.message.Received;
import org.qantara.mapping.csv.CsvDocument;

/**
 * The envelope of a delimited record under its heading: patient and order number where the heading has the columns of the base maps
 * ({@code patient_id}, {@code order_number}, {@code observed}). A row with a date is called by its hash, so that the same row of a file
 * that is picked up twice counts once. Other headings are taken too; order is then kept per connection.
 */
final class RowEnvelope implements EnvelopeReader {
    static final RowEnvelope READER = new RowEnvelope();
    private static final List<String> COLUMNS = List.of("patient_id", "order_number", "observed");
    private static final int ROWS_READ_MAX = 1_000;

    @Override
    public Judgement read(Received received) {
        String hash = ContentHash.of(received.body());
        if (received.body().length == 0) {
            return new Judgement.Bad(
                    Labels.none(hash), ErrorCode.MALFORMED, null, "the body is empty, a record was expected");
        }
        try {
            CsvDocument rows = CsvDocument.read(received.body(), Charset.forName(received.charset()), "row", COLUMNS);
            return new Judgement.Good(labels(rows, hash));
        } catch (CsvDocument.Unreadable | RuntimeException e) {
            // what the maps cannot read either is quarantined there, with its place
            return new Judgement.Good(Labels.none(hash));
        }
    }

    private static Labels labels(CsvDocument rows, String hash) {
        Set<String> patients = new LinkedHashSet<>();
        for (int row = 0; row < rows.records() && row < ROWS_READ_MAX; row++) {
            String patient = Shown.cut(rows.text(rows.field(row, 1)));
            if (patient != null) {
                patients.add(patient);
            }
        }
        List<String> all = List.copyOf(patients);
        boolean any = rows.records() > 0;
        String dated = any ? value(rows, 3) : null;
        return new Labels(
                dated == null ? null : "hash-" + hash.substring(0, 24),
                "CSV^R",
                null,
                null,
                null,
                null,
                all.isEmpty() ? null : all.get(0),
                null,
                null,
                any ? value(rows, 2) : null,
                null,
                all.size() < 2 ? List.of() : all.subList(1, all.size()),
                hash);
    }

    private static @Nullable String value(CsvDocument rows, int column) {
        return Shown.cut(rows.text(rows.field(0, column)));
    }
}
