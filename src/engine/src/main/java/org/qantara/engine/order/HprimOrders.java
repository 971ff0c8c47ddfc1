package org.qantara.engine.order;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Unreadable;
import org.qantara.mapping.hl7v2.LabRecords;
import org.qantara.mapping.source.SourceDocument;

/**
 * Reads the orders of an HPRIM Santé message: requests (context ORM), and what results say of theirs. Sample 9.3.1, the requester's
 * number 9.4.2 or 9.3.2, the laboratory's 9.4.1, a row for each test of 9.5; 9.12 C cancels. Stateless; unreadable messages speak of none.
 */
final class HprimOrders {
    private static final int CHARS_MAX = 200;
    private static final int ORDERS_MAX = 2_000;

    private final Hl7Message hprim;
    private final StoredMessage message;
    private final boolean result;
    private final List<ClinicalOrder> orders = new ArrayList<>();
    private int patient = -1;

    private HprimOrders(Hl7Message hprim, StoredMessage message, boolean result) {
        this.hprim = hprim;
        this.message = message;
        this.result = result;
    }

    static List<ClinicalOrder> read(StoredMessage message, boolean result) {
        try {
            Hl7Message hprim = LabRecords.read(
                    message.received().body(),
                    Charset.forName(message.received().charset()),
                    true);
            return new HprimOrders(hprim, message, result).orders();
        } catch (Hl7Unreadable e) {
            return List.of();
        }
    }

    private List<ClinicalOrder> orders() {
        for (int record = 0; record < hprim.records() && orders.size() < ORDERS_MAX; record++) {
            switch (hprim.name(record)) {
                case "P" -> patient = record;
                case "OBR" -> tests(record);
                default -> {
                    // speaks of no order
                }
            }
        }
        return orders;
    }

    private void tests(int obr) {
        long field = hprim.field(obr, 5);
        long test = hprim.firstRepetition(field);
        do {
            ClinicalOrder order = order(obr, test);
            if (!order.orderNumber().isEmpty() && orders.size() < ORDERS_MAX) {
                orders.add(order);
            }
            test = test == SourceDocument.NONE ? test : hprim.nextRepetition(field, test);
        } while (test != SourceDocument.NONE);
    }

    private ClinicalOrder order(int obr, long test) {
        String sample = at(obr, 3, 1);
        String placer = at(obr, 4, 2) != null ? at(obr, 4, 2) : at(obr, 3, 2);
        String filler = at(obr, 4, 1);
        String number = placer != null ? placer : filler != null ? filler : sample;
        boolean cancelled = "C".equals(at(obr, 12, 1));
        return new ClinicalOrder(
                message.facility(),
                number == null ? "" : number,
                or(part(test, 1)),
                placer,
                filler,
                null,
                sample,
                at(patient, 3, 1),
                name(),
                cut(at(patient, 8, 1), 30),
                cut(at(patient, 9, 1), 10),
                at(patient, 5, 1),
                part(test, 2),
                part(test, 3),
                null,
                null,
                cut(at(obr, 8, 1) != null ? at(obr, 8, 1) : at(obr, 7, 1), 30),
                at(obr, 17, 1),
                null,
                cancelled ? "cancelled" : result ? "reported" : "ordered",
                result ? 0 : message.intake(),
                result ? message.intake() : 0,
                0);
    }

    private @Nullable String name() {
        String family = at(patient, 6, 1);
        String given = at(patient, 6, 2);
        return family == null && given == null ? null : cut(or(family) + "^" + or(given), CHARS_MAX);
    }

    private @Nullable String at(int record, int field, int part) {
        return record < 0 ? null : part(hprim.firstRepetition(hprim.field(record, field)), part);
    }

    private @Nullable String part(long node, int part) {
        return node == SourceDocument.NONE ? null : cut(hprim.text(hprim.part(node, part)), CHARS_MAX);
    }

    private static String or(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String cut(@Nullable String value, int chars) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String clean = value.strip().replace('\0', '\uFFFD');
        return clean.length() <= chars ? clean : clean.substring(0, chars);
    }
}
