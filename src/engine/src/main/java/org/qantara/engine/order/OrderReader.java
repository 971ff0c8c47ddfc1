package org.qantara.engine.order;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.message.StoredMessage;
import org.qantara.mapping.hl7v2.Hl7Message;
import org.qantara.mapping.hl7v2.Hl7Path;
import org.qantara.mapping.hl7v2.Hl7Unreadable;

/**
 * Reads the orders a message speaks of (v2.5.1 chapter 4: ORC, OBR, TQ1, SPM, IPC; ZDS of IHE RAD-4). SPM may stand before the
 * orders of a specimen (OML_O33, O35) or after (O21). HPRIM: {@link HprimOrders}. Stateless; unreadable messages speak of none.
 */
public final class OrderReader {
    private static final Set<String> ORDERS = Set.of("ORM", "OMG", "OML", "OMI");
    private static final Set<String> RESULTS = Set.of("ORU", "OUL", "ORP");
    private static final int CHARS_MAX = 200;
    private static final int ORDERS_MAX = 2_000;

    private final Hl7Message hl7;
    private final StoredMessage message;
    private final boolean result;
    private final List<Draft> drafts = new ArrayList<>();
    private int orc = -1;
    private int tq1 = -1;
    private @Nullable String sampleBefore;

    private OrderReader(Hl7Message hl7, StoredMessage message, boolean result) {
        this.hl7 = hl7;
        this.message = message;
        this.result = result;
    }

    /** The orders of a message, empty for one that speaks of none. */
    public static List<ClinicalOrder> read(StoredMessage message) {
        String type = message.labels().messageType();
        if (type == null || message.refusal() != null) {
            return List.of();
        }
        if (type.equals("HPRIM^ORM") || type.equals("HPRIM^R")) {
            return HprimOrders.read(message, type.equals("HPRIM^R"));
        }
        if (!message.received().format().equals("hl7v2")) {
            return List.of();
        }
        String code = type.split("\\^", 2)[0];
        if (!ORDERS.contains(code) && !RESULTS.contains(code)) {
            return List.of();
        }
        try {
            Hl7Message hl7 = Hl7Message.read(
                    message.received().body(),
                    Charset.forName(message.received().charset()));
            return new OrderReader(hl7, message, RESULTS.contains(code)).orders();
        } catch (Hl7Unreadable e) {
            return List.of();
        }
    }

    private static final class Draft {
        final int orc;
        final int obr;
        final int tq1;
        int ipc = -1;

        @Nullable
        String sample;

        @Nullable
        String studyUid;

        Draft(int orc, int obr, int tq1, @Nullable String sample) {
            this.orc = orc;
            this.obr = obr;
            this.tq1 = tq1;
            this.sample = sample;
        }
    }

    private List<ClinicalOrder> orders() {
        for (int segment = 0; segment < hl7.records() && drafts.size() < ORDERS_MAX; segment++) {
            segment(segment, hl7.name(segment));
        }
        return drafts.stream()
                .map(this::order)
                .filter(order -> !order.orderNumber().isEmpty())
                .toList();
    }

    private void segment(int segment, String name) {
        Draft last = drafts.isEmpty() ? null : drafts.get(drafts.size() - 1);
        switch (name) {
            case "ORC" -> {
                orc = segment;
                tq1 = -1;
            }
            case "TQ1" -> tq1 = segment;
            case "OBR" -> drafts.add(new Draft(orc, segment, tq1, sampleBefore));
            case "SPM" -> {
                String sample = first(at(segment, "SPM-2.1.1"), at(segment, "SPM-2.2.1"));
                if (last != null && last.sample == null && sampleBefore == null) {
                    last.sample = sample;
                } else {
                    sampleBefore = sample;
                }
            }
            case "IPC" -> {
                if (last != null) {
                    last.ipc = segment;
                    last.studyUid = at(segment, "IPC-3.1");
                }
            }
            case "ZDS" -> {
                if (last != null && last.studyUid == null) {
                    last.studyUid = at(segment, "ZDS-1.1");
                }
            }
            default -> {
                // speaks of no order
            }
        }
    }

    private ClinicalOrder order(Draft d) {
        String placer = first(at(d.obr, "OBR-2.1"), at(d.orc, "ORC-2.1"));
        String filler = first(at(d.obr, "OBR-3.1"), at(d.orc, "ORC-3.1"));
        String number = first(placer, filler);
        return new ClinicalOrder(
                message.facility(),
                number == null ? "" : number,
                or(at(d.obr, "OBR-4.1"), ""),
                placer,
                filler,
                accession(d, filler),
                first(d.sample, at(d.obr, "OBR-15.1.1")),
                message.labels().patient(),
                name(),
                cut(hl7.text("PID-7.1"), 30),
                cut(hl7.text("PID-8.1"), 10),
                message.labels().visit(),
                at(d.obr, "OBR-4.2"),
                at(d.obr, "OBR-4.3"),
                cut(first(at(d.ipc, "IPC-5.1"), at(d.obr, "OBR-24.1")), 30),
                cut(first(at(d.ipc, "IPC-9.1"), at(d.obr, "OBR-21.1")), 64),
                cut(
                        first(at(d.obr, "OBR-36.1"), at(d.tq1, "TQ1-7.1"), at(d.orc, "ORC-7.4"), at(d.obr, "OBR-27.4")),
                        30),
                first(at(d.orc, "ORC-12.2"), at(d.obr, "OBR-16.2")),
                cut(d.studyUid, 64),
                status(d),
                result ? 0 : message.intake(),
                result ? message.intake() : 0,
                0);
    }

    private @Nullable String accession(Draft d, @Nullable String filler) {
        String field = message.received().route().option("accession");
        if (field != null) {
            return at(field.startsWith("IPC") ? d.ipc : field.startsWith("ORC") ? d.orc : d.obr, field + ".1");
        }
        return first(at(d.ipc, "IPC-1.1"), at(d.obr, "OBR-18.1"), filler);
    }

    private String status(Draft d) {
        String control = or(at(d.orc, "ORC-1.1"), "");
        String status = or(at(d.orc, "ORC-5.1"), "");
        if (Set.of("CA", "OC", "DC", "OD", "CR", "UC").contains(control)
                || status.equals("CA")
                || status.equals("DC")) {
            return "cancelled";
        }
        if (result) {
            return "reported";
        }
        return status.equals("CM") ? "completed" : "ordered";
    }

    private @Nullable String name() {
        String family = hl7.text("PID-5.1");
        String given = hl7.text("PID-5.2");
        return cut(family == null && given == null ? null : or(family, "") + "^" + or(given, ""), CHARS_MAX);
    }

    private @Nullable String at(int segment, String path) {
        return segment < 0 ? null : cut(hl7.text(Hl7Path.of(path).in(hl7, segment)), CHARS_MAX);
    }

    private static @Nullable String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static @Nullable String cut(@Nullable String value, int chars) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String clean = value.strip().replace('\0', '\uFFFD');
        return clean.length() <= chars ? clean : clean.substring(0, chars);
    }
}
