package org.qantara.engine.order;

import java.nio.charset.Charset;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qantara.engine.ledger.LedgerUnavailable;
import org.qantara.engine.message.Received;

/**
 * The answer to an analyser's question which tests are ordered for its samples (LIS02-A2: record Q asks, H P O L answer). From the
 * order table alone: it answers while the DPP is down. The answer uses the delimiters of the question. Stateless.
 */
public final class HostQuery {
    private static final int SAMPLES_MAX = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final String field;
    private final String repeat;
    private final String component;
    private final String escape;
    private final StringBuilder out = new StringBuilder();

    private HostQuery(String header) {
        field = header.substring(1, 2);
        repeat = header.substring(2, 3);
        component = header.substring(3, 4);
        escape = header.substring(4, 5);
    }

    /**
     * The message to send back; null when the body asks nothing.
     *
     * @param receivedAt of the query: the time in the answer's header
     */
    public static byte @Nullable [] answer(Received query, Orders orders) throws LedgerUnavailable {
        Charset charset = Charset.forName(query.charset());
        String[] records = new String(query.body(), charset).strip().split("[\\r\\n]+");
        if (records[0].length() < 5 || records[0].charAt(0) != 'H') {
            return null;
        }
        HostQuery answer = new HostQuery(records[0]);
        Set<String> samples = answer.samples(records);
        if (samples.isEmpty()) {
            return null;
        }
        answer.write(records[0], samples, query.route().code(), query.receivedAt(), orders);
        return answer.out.toString().getBytes(charset);
    }

    /** Q-3: patient and sample; analysers that know no patients leave the first part empty, or put the sample there. */
    private Set<String> samples(String[] records) {
        Set<String> samples = new LinkedHashSet<>();
        for (String record : records) {
            String[] fields = record.split(java.util.regex.Pattern.quote(field), -1);
            if (!fields[0].strip().equals("Q") || fields.length < 3) {
                continue;
            }
            for (String range : fields[2].split(java.util.regex.Pattern.quote(repeat), -1)) {
                String[] parts = range.split(java.util.regex.Pattern.quote(component), -1);
                String sample = parts.length > 1 && !parts[1].isBlank() ? parts[1] : parts[0];
                if (!sample.isBlank() && samples.size() < SAMPLES_MAX) {
                    samples.add(sample.strip());
                }
            }
        }
        return samples;
    }

    private void write(String header, Set<String> samples, String facility, OffsetDateTime receivedAt, Orders orders)
            throws LedgerUnavailable {
        String[] asked = header.split(java.util.regex.Pattern.quote(field), -1);
        String sender = asked.length > 4 ? asked[4] : "";
        record(
                "H" + field + repeat + component + escape,
                "",
                "",
                "QANTARA",
                "",
                "",
                "",
                "",
                sender,
                "",
                "P",
                "1",
                TIME.format(receivedAt));
        int patients = 0;
        for (String sample : samples) {
            for (List<ClinicalOrder> ofPatient : byPatient(orders.find(OrderQuery.ofSample(facility, sample)))) {
                patient(++patients, ofPatient.get(0));
                order(sample, ofPatient);
            }
        }
        // LIS02-A2, L-3: F the last request is processed, I there is no information
        record("L", "1", patients == 0 ? "I" : "F");
    }

    private static List<List<ClinicalOrder>> byPatient(List<ClinicalOrder> orders) {
        Map<String, List<ClinicalOrder>> found = new LinkedHashMap<>();
        for (ClinicalOrder order : orders) {
            if (order.patient() != null && !order.testCode().isEmpty()) {
                found.computeIfAbsent(order.patient(), number -> new ArrayList<>())
                        .add(order);
            }
        }
        // a sample that two patients' orders name is nobody's: no tests are handed out under a wrong name
        return found.size() > 1 ? List.of() : List.copyOf(found.values());
    }

    private void patient(int number, ClinicalOrder order) {
        String[] name = or(order.patientName()).split("\\^", -1);
        record(
                "P",
                String.valueOf(number),
                escaped(or(order.patient())),
                "",
                "",
                escaped(name[0]) + component + escaped(name.length > 1 ? name[1] : ""),
                "",
                escaped(or(order.birthDate())),
                escaped(or(order.sex())));
    }

    private void order(String sample, List<ClinicalOrder> orders) {
        StringBuilder tests = new StringBuilder();
        for (ClinicalOrder order : orders) {
            tests.append(tests.isEmpty() ? "" : repeat)
                    .append(component.repeat(3))
                    .append(escaped(order.testCode()));
        }
        String when = escaped(or(orders.get(0).scheduledAt()));
        // O-12 N: a new order; O-26 O and Q: an order record that answers a query
        record(
                "O",
                "1",
                escaped(sample),
                "",
                tests.toString(),
                "R",
                when,
                "",
                "",
                "",
                "",
                "N",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "O" + repeat + "Q");
    }

    private void record(String... fields) {
        int last = fields.length;
        while (last > 1 && fields[last - 1].isEmpty()) {
            last--;
        }
        out.append(String.join(field, List.of(fields).subList(0, last))).append('\r');
    }

    /** LIS02-A2 5.4.3: delimiters in a text are escaped; what ends a record has no place in one. */
    private String escaped(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            String sign = text.substring(i, i + 1);
            if (sign.charAt(0) < ' ') {
                continue;
            }
            clean.append(
                    sign.equals(escape)
                            ? escape + "E" + escape
                            : sign.equals(field)
                                    ? escape + "F" + escape
                                    : sign.equals(component)
                                            ? escape + "S" + escape
                                            : sign.equals(repeat) ? escape + "R" + escape : sign);
        }
        return clean.toString();
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
